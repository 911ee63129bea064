import { type ComponentProps, lazy, Suspense } from "react";
import type * as Pivot from "../../dashboards/kinds/pivot/view";

const RealView = lazy(async () => ({ default: (await import("../../dashboards/kinds/pivot/view")).View }));

/** Loaded with the answer of the first cross table. */
export function View(props: ComponentProps<typeof Pivot.View>) {
  return (
    <Suspense fallback={null}>
      <RealView {...props} />
    </Suspense>
  );
}
