"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import type { ReactElement, ReactNode } from "react";
import { Button } from "./button";
import { backdropClass, dialogClass } from "./dialog";

/** One decision: the title asks, the body counts the consequences, the buttons repeat the verb. */
export function AlertDialog({
  trigger,
  open,
  onOpenChange,
  title,
  children,
  confirm,
  cancel,
  danger,
  busy,
  onConfirm,
}: {
  trigger?: ReactElement;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  children: ReactNode;
  confirm: ReactNode;
  cancel: ReactNode;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
}) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClass} />
        <Base.Popup className={dialogClass}>
          <Base.Title className="text-16 font-strong tracking-tight">{title}</Base.Title>
          <Base.Description render={<div />} className="mt-2 text-13 text-ink-2">
            {children}
          </Base.Description>
          <div className="mt-5 flex flex-wrap justify-end gap-2 max-sm:flex-col-reverse">
            <Base.Close render={<Button />}>{cancel}</Base.Close>
            <Button variant={danger ? "danger-solid" : "primary"} busy={busy} onClick={onConfirm}>
              {confirm}
            </Button>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
