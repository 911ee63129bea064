import { type ComponentProps, Suspense } from "react";
import { ChartView as Real } from "../../charts/view/chart-view";

/** A chart whose model may still be on its way. */
export function ChartView(props: ComponentProps<typeof Real>) {
  return (
    <Suspense fallback={null}>
      <Real {...props} />
    </Suspense>
  );
}
