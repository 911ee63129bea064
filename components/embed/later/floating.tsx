import { type ComponentProps, useState } from "react";
import { later } from "../../dashboards/late/later";
import { PartFailed } from "../../dashboards/late/part-failed";
import type * as Floating from "../../dashboards/parts/floating";
import { useGate } from "./gate";

type MenuProps = ComponentProps<typeof Floating.DashMenu>;
type CoverProps = ComponentProps<typeof Floating.Cover>;

const load = () => import("../../dashboards/parts/floating");

/** Its trigger alone; that it can't be had is said to whoever asks for it. */
function NoMenu({ trigger, again }: MenuProps & { again(): void }) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <span className="contents" onClickCapture={() => setAsked(true)}>
        {trigger}
      </span>
      {asked ? <PartFailed floats again={again} onClose={() => setAsked(false)} /> : null}
    </>
  );
}

const RealMenu = later<MenuProps>(async () => (await load()).DashMenu, {
  waiting: ({ trigger }) => trigger,
  failed: NoMenu,
});

const RealCover = later<CoverProps>(async () => (await load()).Cover, {
  failed: ({ open, onClose, again }) => (open ? <PartFailed floats again={again} onClose={onClose} /> : null),
});

/** Its trigger alone until the menu is there. */
export function DashMenu(props: MenuProps) {
  return useGate() ? <RealMenu {...props} /> : props.trigger;
}

export const DashMenuItem = later<ComponentProps<typeof Floating.DashMenuItem>>(
  async () => (await load()).DashMenuItem,
);

export function Cover(props: CoverProps) {
  const reached = useGate();
  return reached || props.open ? <RealCover {...props} /> : null;
}
