"use client";

import { useTranslations } from "next-intl";
import { REASON_MAX, REASON_MIN } from "@/server/viewing/schemas";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";

export const reasonIsEnough = (reason: string) => reason.trim().length >= REASON_MIN;

/** Why somebody looks as somebody else, or changes something so. @param tried say what is missing */
export function ReasonField({
  value,
  onChange,
  tried,
}: {
  value: string;
  onChange: (reason: string) => void;
  tried: boolean;
}) {
  const t = useTranslations("viewing");
  const missing = tried && !reasonIsEnough(value);
  return (
    <Field
      label={t("reason")}
      hint={t("reasonHint")}
      error={missing ? t("reasonShort", { min: REASON_MIN }) : undefined}
    >
      <Textarea
        name="reason"
        value={value}
        maxLength={REASON_MAX}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
