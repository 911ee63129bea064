"use client";

import { useTranslations } from "next-intl";
import { type ReactElement, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

/** The name of a group, new or changed. */
export function GroupForm({
  trigger,
  open,
  onOpenChange,
  title,
  submit,
  initial = "",
  hint,
  busy,
  error,
  onSubmit,
}: {
  trigger?: ReactElement;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  submit: string;
  initial?: string;
  hint?: string;
  busy: boolean;
  error: unknown;
  onSubmit: (name: string) => void;
}) {
  const t = useTranslations("people.group");
  const common = useTranslations("common");
  const [empty, setEmpty] = useState(false);
  return (
    <Dialog
      trigger={trigger}
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      closeLabel={common("close")}
    >
      <form
        noValidate
        className="grid gap-4 pt-2"
        onSubmit={(event) => {
          event.preventDefault();
          const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
          setEmpty(name === "");
          if (name) onSubmit(name);
        }}
      >
        {error ? (
          <Notice tone="failed" live>
            {errorText(error)}
          </Notice>
        ) : null}
        <Field label={t("name")} hint={hint} error={empty ? t("empty") : undefined}>
          <Input name="name" autoComplete="off" defaultValue={initial} maxLength={120} />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>{common("cancel")}</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
