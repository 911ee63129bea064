"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Checkbox } from "../../ui/checkbox";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import type { TypedSettings } from "./settings-model";

/** Whether invoices go out by mail, and when open ones are asked for. */
export function Mails({
  typed,
  set,
  writes,
  wrong,
}: {
  typed: TypedSettings;
  set: (part: Partial<TypedSettings>) => void;
  writes: boolean;
  /** The days are none. */
  wrong: boolean;
}) {
  const t = useTranslations("catalogue.settings");
  const id = useId();
  const label = "flex min-h-6 items-center gap-2 text-13";
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-3 text-16 font-strong tracking-tight">{t("mails")}</legend>
      <label htmlFor={`${id}-mails`} className={label}>
        <Checkbox
          id={`${id}-mails`}
          checked={typed.mails}
          disabled={!writes}
          onCheckedChange={(mails) => set({ mails })}
        />
        {t("mailInvoices")}
      </label>
      <label htmlFor={`${id}-reminders`} className={label}>
        <Checkbox
          id={`${id}-reminders`}
          checked={typed.reminders}
          disabled={!writes}
          onCheckedChange={(reminders) => set({ reminders })}
        />
        {t("reminders")}
      </label>
      {typed.reminders ? (
        <Field
          label={t("reminderDays")}
          hint={t("reminderHint")}
          error={wrong ? t("reminderWrong") : undefined}
          className="max-w-72"
        >
          <Input
            value={typed.reminderDays}
            maxLength={40}
            disabled={!writes}
            onChange={(event) => set({ reminderDays: event.target.value })}
          />
        </Field>
      ) : null}
    </fieldset>
  );
}
