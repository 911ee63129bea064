import type { Popover as Base } from "@base-ui/react/popover";
import { type ComponentProps, lazy, Suspense } from "react";
import { useGate } from "./gate";

const load = async () => (await import("@base-ui/react/popover")).Popover;
const RealRoot = lazy(async () => ({ default: (await load()).Root }));

function Root(props: ComponentProps<typeof Base.Root>) {
  const reached = useGate();
  if (!reached && !props.open) return null;
  return (
    <Suspense fallback={null}>
      <RealRoot {...props} />
    </Suspense>
  );
}

/** The parts that dashboards use; those below the root are asked for with it. */
export const Popover = {
  Root,
  Portal: lazy(async () => ({ default: (await load()).Portal })),
  Positioner: lazy(async () => ({ default: (await load()).Positioner })),
  Popup: lazy(async () => ({ default: (await load()).Popup })),
  Title: lazy(async () => ({ default: (await load()).Title })),
};
