"use client";

import { Popover } from "@base-ui/react/popover";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "../../ui/cn";
import { floatingClass } from "../../ui/menu";
import { useRuntime } from "../runtime";

/** What opens below a part of the dashboard's bar, inside the dashboard's own floor. */
export function FloatingPanel({
  title,
  anchor,
  align,
  className,
  children,
  ...root
}: Pick<ComponentProps<typeof Popover.Root>, "open" | "onOpenChange"> &
  Pick<ComponentProps<typeof Popover.Positioner>, "anchor" | "align"> & {
    /** Named for screen readers; not shown. */
    title: string;
    className: string;
    children: ReactNode;
  }) {
  const { floor } = useRuntime();
  return (
    <Popover.Root {...root}>
      <Popover.Portal container={floor}>
        <Popover.Positioner
          anchor={anchor}
          className="z-(--z-menu) outline-none"
          sideOffset={6}
          align={align}
          collisionPadding={8}
        >
          <Popover.Popup
            className={cn(
              floatingClass,
              "flex max-h-[min(560px,var(--available-height))] flex-col",
              className,
            )}
          >
            <Popover.Title className="sr-only">{title}</Popover.Title>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
