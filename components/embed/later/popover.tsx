import type { Popover as Base } from "@base-ui/react/popover";
import type { ComponentProps } from "react";
import { later } from "../../dashboards/late/later";
import { PartFailed } from "../../dashboards/late/part-failed";
import { useGate } from "./gate";

const load = async () => (await import("@base-ui/react/popover")).Popover;

const RealRoot = later<ComponentProps<typeof Base.Root>>(async () => (await load()).Root, {
  failed: ({ open, again }) => (open ? <PartFailed floats again={again} /> : null),
});

function Root(props: ComponentProps<typeof Base.Root>) {
  const reached = useGate();
  return reached || props.open ? <RealRoot {...props} /> : null;
}

/** The parts that dashboards use; those below the root are asked for with it. */
export const Popover = {
  Root,
  Portal: later(async () => (await load()).Portal),
  Positioner: later(async () => (await load()).Positioner),
  Popup: later(async () => (await load()).Popup),
  Title: later(async () => (await load()).Title),
};
