"use client";

import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

export const TooltipProvider = Base.Provider;

/** A word more on hover and focus. Never the only place of an information. */
export function Tooltip({ content, children }: { content: ReactNode; children: ReactElement }) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className="z-(--z-menu)" sideOffset={6}>
          <Base.Popup className="max-w-72 rounded-2 bg-overlay px-2 py-1 text-12 text-ink-2 shadow-float motion-fast transition-opacity data-starting-style:opacity-0 data-ending-style:opacity-0 forced-colors:border">
            {content}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
