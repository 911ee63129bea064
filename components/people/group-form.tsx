"use client";

import { useTranslations } from "next-intl";
import { type ReactElement, useState } from "react";
import { errorText } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

/** What is typed about a group; an empty id of the directory is none. */
export interface GroupWords {
  name: string;
  externalId: string;
}

const EMPTY: GroupWords = { name: "", externalId: "" };

/** The name of a group and its id in the directory, new or changed. */
export function GroupForm({
  trigger,
  open,
  onOpenChange,
  title,
  submit,
  initial = EMPTY,
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
  initial?: GroupWords;
  hint?: string;
  busy: boolean;
  error: unknown;
  onSubmit: (words: GroupWords) => void;
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
          const data = new FormData(event.currentTarget);
          const word = (field: keyof GroupWords) => String(data.get(field) ?? "").trim();
          setEmpty(word("name") === "");
          if (word("name")) onSubmit({ name: word("name"), externalId: word("externalId") });
        }}
      >
        {error ? (
          <Notice tone="failed" live>
            {errorText(error)}
          </Notice>
        ) : null}
        <Field label={t("name")} hint={hint} error={empty ? t("empty") : undefined}>
          <Input name="name" autoComplete="off" defaultValue={initial.name} maxLength={120} />
        </Field>
        <Field label={t("externalId")} hint={t("externalIdHint")}>
          <Input
            name="externalId"
            autoComplete="off"
            spellCheck={false}
            defaultValue={initial.externalId}
            maxLength={255}
          />
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
