"use client";

import { Menu as Base } from "@base-ui/react/menu";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { cn } from "./cn";

/** What floats has the only shadow there is. */
export const floatingClass =
  "max-h-(--available-height) overflow-y-auto rounded-3 bg-overlay p-1 text-13 shadow-float outline-none origin-(--transform-origin) " +
  "motion-normal transition-[opacity,transform] data-starting-style:scale-98 data-starting-style:opacity-0 data-ending-style:opacity-0 " +
  "forced-colors:border";

export const itemClass =
  "flex min-h-8 w-full cursor-default items-center gap-2.5 rounded-2 px-2 py-1 text-left outline-none select-none max-md:min-h-10 " +
  "data-highlighted:bg-press data-disabled:text-ink-off forced-colors:data-highlighted:bg-[Highlight] [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3";

export function Menu({
  trigger,
  children,
  align = "start",
  side = "bottom",
  className,
}: {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "right";
  className?: string;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-(--z-menu) outline-none" sideOffset={6} align={align} side={side}>
          <Base.Popup className={cn(floatingClass, "min-w-48", className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem({ className, ...props }: ComponentProps<typeof Base.Item>) {
  return <Base.Item className={cn(itemClass, className)} {...props} />;
}

export function MenuRadioGroup(props: ComponentProps<typeof Base.RadioGroup>) {
  return <Base.RadioGroup {...props} />;
}

export function MenuRadioItem({ className, ...props }: ComponentProps<typeof Base.RadioItem>) {
  return <Base.RadioItem className={cn(itemClass, className)} {...props} />;
}

export const MenuRadioItemIndicator = Base.RadioItemIndicator;

export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-12 font-medium text-ink-3">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
}
