"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

export const backdropClass =
  "fixed inset-0 z-(--z-scrim) bg-scrim motion-normal transition-opacity data-starting-style:opacity-0 data-ending-style:opacity-0";

export const dialogClass =
  "fixed top-1/2 left-1/2 z-(--z-dialog) max-h-[calc(100dvh-32px-2*var(--view-bar,0px))] w-[calc(100vw-32px)] max-w-lg -translate-x-1/2 -translate-y-1/2 overflow-y-auto " +
  "rounded-4 bg-overlay p-5 shadow-modal outline-none motion-normal transition-[opacity,scale] data-starting-style:scale-98 data-starting-style:opacity-0 data-ending-style:opacity-0 forced-colors:border";

export interface DialogProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactElement;
  title: ReactNode;
  children: ReactNode;
  /** Buttons; they repeat the verb of the title. */
  actions?: ReactNode;
  closeLabel: string;
  /** Shows what is shown once only: a key or click beside it does not close it, its buttons do. */
  once?: boolean;
  className?: string;
}

/** Ways of closing that happen by accident. */
const BY_ACCIDENT = new Set(["escape-key", "outside-press", "focus-out"]);

/** For one task of up to five fields, or something to read. A decision is an `AlertDialog`. */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  children,
  actions,
  closeLabel,
  once = false,
  className,
}: DialogProps) {
  return (
    <Base.Root
      open={open}
      disablePointerDismissal={once}
      onOpenChange={(next, { reason }) => {
        if (next || !once || !BY_ACCIDENT.has(reason)) onOpenChange?.(next);
      }}
    >
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className={cn(dialogClass, className)}>
          <div className="flex items-start gap-3">
            <Base.Title className="flex-1 text-16 font-strong tracking-tight">{title}</Base.Title>
            <Base.Close render={<Button variant="quiet" size="s" square aria-label={closeLabel} />}>
              <X />
            </Base.Close>
          </div>
          <div className="mt-2 text-13 text-ink-2">{children}</div>
          {actions ? <div className="mt-5 flex flex-wrap justify-end gap-2">{actions}</div> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export const DialogClose = Base.Close;
