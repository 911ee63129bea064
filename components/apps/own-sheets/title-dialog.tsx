"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormDialog } from "../../patterns/form-dialog";
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
  return (
    <FormDialog
      title={title}
      confirm={confirm}
      busy={busy}
      disabled={name.trim() === ""}
      failure={failure}
      onSubmit={() => onConfirm(name.trim())}
      onClose={onClose}
    >
      <Field label={t("name")} hint={t("nameHint")}>
        <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
