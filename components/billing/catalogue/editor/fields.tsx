"use client";

import { useTranslations } from "next-intl";
import { Field } from "../../../ui/field";
import { Input } from "../../../ui/input";
import type { Issues } from "./issues";
import { LANGUAGES, type Prices, type Titles } from "./model";

/** Names of one thing in the languages of invoices. */
export function TitleFields({
  value,
  onChange,
  wrong,
}: {
  value: Titles;
  onChange: (value: Titles) => void;
  wrong: boolean;
}) {
  const t = useTranslations("catalogue.editor");
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      {LANGUAGES.map((language) => (
        <Field
          key={language}
          label={t(`title.${language}`)}
          error={wrong && language === "en" ? t("wrong.title") : undefined}
        >
          <Input
            value={value[language]}
            maxLength={120}
            onChange={(event) => onChange({ ...value, [language]: event.target.value })}
          />
        </Field>
      ))}
    </div>
  );
}

/** One amount for each currency of the plan. */
export function PriceFields({
  label,
  value,
  onChange,
  currencies,
  issues,
  path,
}: {
  /** What the amount is of, before the currency's code. */
  label: string;
  value: Prices;
  onChange: (value: Prices) => void;
  currencies: readonly string[];
  issues: Issues;
  path: string;
}) {
  const t = useTranslations("catalogue.editor");
  const typed = currencies.some((code) => (value[code] ?? "").trim() !== "");
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-3">
      {currencies.map((code, i) => {
        const wrong = issues.at(`${path}.${code}`) || (i === 0 && !typed && issues.at(path));
        return (
          <Field key={code} label={`${label}, ${code}`} error={wrong ? t("wrong.price") : undefined}>
            <Input
              inputMode="decimal"
              value={value[code] ?? ""}
              maxLength={30}
              onChange={(event) => onChange({ ...value, [code]: event.target.value })}
            />
          </Field>
        );
      })}
    </div>
  );
}

/** A short text with its label and its own sentence where it is wrong. */
export function TextField({
  label,
  hint,
  value,
  onChange,
  wrong,
  numeric = true,
  className,
}: {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  /** Said where it is wrong. */
  wrong?: string | false;
  numeric?: boolean;
  className?: string;
}) {
  return (
    <Field label={label} hint={hint} error={wrong || undefined} className={className}>
      <Input
        inputMode={numeric ? "decimal" : undefined}
        value={value}
        maxLength={200}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
