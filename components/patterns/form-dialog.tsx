"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Notice } from "./notice";

/** A dialog that is open as long as it is there, and sends a few fields. What was typed stays where sending fails. */
export function FormDialog({
  title,
  confirm,
  busy,
  disabled = false,
  failure = null,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  /** The button that sends it. */
  confirm: string;
  busy: boolean;
  disabled?: boolean;
  failure?: string | null;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
}) {
  const common = useTranslations("common");
  const form = useId();
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!busy && !disabled) onSubmit();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      closeLabel={common("close")}
      actions={
        <>
          <Button onClick={onClose}>{common("cancel")}</Button>
          <Button type="submit" form={form} variant="primary" busy={busy} disabled={disabled}>
            {confirm}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="grid gap-4">
        {failure ? (
          <Notice tone="failed" live>
            {failure}
          </Notice>
        ) : null}
        {children}
      </form>
    </Dialog>
  );
}
