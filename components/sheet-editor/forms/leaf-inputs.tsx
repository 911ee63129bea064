"use client";

import { useEffect, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Checkbox } from "../../ui/checkbox";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { Switch } from "../../ui/switch";
import type { Control } from "../model/controls";
import { type InputProps, useFormatWords, useProblem } from "./form-context";

/** One line of plain text, with suggestions where the format has words of its own. */
export function LineInput({
  value,
  onChange,
  path,
  label,
  suggestions = [],
}: InputProps & { suggestions?: readonly string[] }) {
  const problem = useProblem(path);
  const id = useId();
  return (
    <>
      <Field label={label} error={problem}>
        <Input
          value={typeof value === "string" ? value : ""}
          list={suggestions.length > 0 ? id : undefined}
          onChange={(e) => onChange(e.target.value === "" ? undefined : e.target.value)}
        />
      </Field>
      {suggestions.length > 0 ? (
        <datalist id={id}>
          {suggestions.map((s) => (
            <option key={s} value={s} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}

/** A number; what is not one yet stays as typed and changes nothing. */
export function NumberInput({
  value,
  onChange,
  path,
  label,
  control,
}: InputProps & { control: Extract<Control, { kind: "number" }> }) {
  const t = useTranslations("sheetEditor.form");
  const problem = useProblem(path);
  const [text, setText] = useState(value === undefined ? "" : String(value));
  const own = text.trim() === "" ? undefined : Number(text);
  useEffect(() => {
    setText((old) =>
      old.trim() !== "" && Number(old) === value ? old : value === undefined ? "" : String(value),
    );
  }, [value]);
  const isWrong = own !== undefined && (Number.isNaN(own) || (control.integer && !Number.isInteger(own)));
  return (
    <Field label={label} error={isWrong ? t("number") : problem}>
      <Input
        inputMode="decimal"
        value={text}
        onChange={(e) => {
          setText(e.target.value);
          const next = e.target.value.trim() === "" ? undefined : Number(e.target.value);
          if (next === undefined || !Number.isNaN(next)) onChange(next);
        }}
      />
    </Field>
  );
}

const UNSET = "";

/** One of a few words; the first entry leaves it to the chart. */
export function ChoiceInput({
  value,
  onChange,
  path,
  label,
  optional,
  options,
}: InputProps & { options: readonly string[] }) {
  const t = useTranslations("sheetEditor.form");
  const words = useFormatWords();
  const problem = useProblem(path);
  const own = typeof value === "string" ? value : UNSET;
  const listed = own !== UNSET && !options.includes(own) ? [...options, own] : options;
  return (
    <Field label={label} error={problem}>
      <Select
        value={own}
        onValueChange={(next) => onChange(next === UNSET ? undefined : next)}
        options={[
          ...(optional || own === UNSET ? [{ value: UNSET, label: t("default") }] : []),
          ...listed.map((option) => ({ value: option, label: words.option(option, path) })),
        ]}
      />
    </Field>
  );
}

export function FlagInput({ value, onChange, label }: InputProps) {
  return (
    <label className="flex min-h-8 items-center gap-2 text-13">
      <Switch checked={value === true} onCheckedChange={(on) => onChange(on ? true : undefined)} />
      {label}
    </label>
  );
}

/** Any number of a few words. */
export function SetInput({
  value,
  onChange,
  path,
  label,
  options,
}: InputProps & { options: readonly string[] }) {
  const words = useFormatWords();
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-13 font-medium">{label}</legend>
      {options.map((option) => (
        <label key={option} className="flex min-h-7 items-center gap-2 text-13">
          <Checkbox
            checked={chosen.includes(option)}
            onCheckedChange={(on) => {
              const next = options.filter((o) => (o === option ? on : chosen.includes(o)));
              onChange(next.length > 0 ? next : undefined);
            }}
          />
          {words.option(option, path)}
        </label>
      ))}
    </fieldset>
  );
}
