"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { floatingClass } from "./menu";

export function Popover({
  trigger,
  title,
  children,
  align = "start",
  className,
  open,
  onOpenChange,
}: {
  trigger: ReactElement;
  /** Named for screen readers; not shown. */
  title: string;
  children: ReactNode;
  align?: "start" | "center" | "end";
  className?: string;
  /** Both only where something inside closes it. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className="z-(--z-menu) outline-none" sideOffset={6} align={align}>
          <Base.Popup className={cn(floatingClass, className)}>
            <Base.Title className="sr-only">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export const PopoverClose = Base.Close;
