"use client";

import { useLocale } from "next-intl";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { titleIn } from "../title-in";
import type { Offered } from "../types";

export type Parameter = Offered["manifest"]["parameters"][number];
export type ParameterValue = string | number | boolean | null;

const words = (name: string) => {
  const text = name.replace(/_/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** One setting of a template, by its type. Empty means the template's default. */
export function ParameterField({
  parameter,
  value,
  onChange,
  error,
  yesNo,
}: {
  parameter: Parameter;
  value: ParameterValue | undefined;
  onChange: (value: ParameterValue) => void;
  error?: string;
  yesNo: { default: string; yes: string; no: string };
}) {
  const locale = useLocale();
  const { name, type, description } = parameter;
  const shared = { label: words(name), hint: titleIn(description, locale) || undefined, error };
  const text = value === undefined || value === null ? "" : String(value);
  if (type === "boolean")
    return (
      <Field {...shared}>
        <Select
          value={text}
          onValueChange={(next) => onChange(next === "" ? null : next === "true")}
          options={[
            { value: "", label: yesNo.default },
            { value: "true", label: yesNo.yes },
            { value: "false", label: yesNo.no },
          ]}
        />
      </Field>
    );
  return (
    <Field {...shared}>
      <Input
        type={type === "date" ? "date" : "text"}
        inputMode={type === "number" ? "decimal" : undefined}
        value={text}
        placeholder={parameter.default === undefined ? undefined : String(parameter.default)}
        onChange={({ target }) => {
          const number = Number(target.value);
          const sound = target.value !== "" && Number.isFinite(number) && !/[.]$/.test(target.value);
          onChange(target.value === "" ? null : type === "number" && sound ? number : target.value);
        }}
      />
    </Field>
  );
}
