"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Notice } from "../../patterns/notice";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";

/** Asks how a new sheet is called. What was typed stays where making it fails. */
export function TitleDialog({
  title,
  first,
  confirm,
  busy,
  failure,
  onConfirm,
  onClose,
}: {
  title: string;
  /** The name it has before anything is typed. */
  first: string;
  confirm: string;
  busy: boolean;
  failure: string | null;
  onConfirm(name: string): void;
  onClose(): void;
}) {
  const t = useTranslations("ownSheets");
  const [name, setName] = useState(first);
  const form = useId();
  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() && !busy) onConfirm(name.trim());
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={title}
      closeLabel={t("close")}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" form={form} variant="primary" busy={busy} disabled={name.trim() === ""}>
            {confirm}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-3">
        {failure ? (
          <Notice tone="failed" live>
            {failure}
          </Notice>
        ) : null}
        <Field label={t("name")} hint={t("nameHint")}>
          <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
