import { type ComponentProps, lazy, Suspense } from "react";
import type * as Floating from "../../dashboards/parts/floating";
import { useGate } from "./gate";

const load = () => import("../../dashboards/parts/floating");
const RealMenu = lazy(async () => ({ default: (await load()).DashMenu }));
const RealItem = lazy(async () => ({ default: (await load()).DashMenuItem }));
const RealCover = lazy(async () => ({ default: (await load()).Cover }));

/** Its trigger alone until the menu is there. */
export function DashMenu(props: ComponentProps<typeof Floating.DashMenu>) {
  const open = useGate();
  if (!open) return props.trigger;
  return (
    <Suspense fallback={props.trigger}>
      <RealMenu {...props} />
    </Suspense>
  );
}

export function DashMenuItem(props: ComponentProps<typeof Floating.DashMenuItem>) {
  return (
    <Suspense fallback={null}>
      <RealItem {...props} />
    </Suspense>
  );
}

export function Cover(props: ComponentProps<typeof Floating.Cover>) {
  const reached = useGate();
  if (!reached && !props.open) return null;
  return (
    <Suspense fallback={null}>
      <RealCover {...props} />
    </Suspense>
  );
}
