"use client";

import { useTranslations } from "use-intl";
import { Combobox, type ComboboxOption } from "../../ui/combobox";
import { Field } from "../../ui/field";
import { useEditor, useSheet } from "../state/editor-context";
import { useText } from "../use-words";
import { type InputProps, useProblem } from "./form-context";

/** A field of the template or the data, by typing a part of its name. */
export function FieldNameInput(props: InputProps) {
  const { material } = useEditor();
  const text = useText();
  const options = material.fields.map(({ name, label, type }) => ({
    value: name,
    remark: [text(label) === name ? "" : text(label), type].filter(Boolean).join(" · "),
  }));
  return <NameInput {...props} options={options} />;
}

/** A measure of the sheet's own or the template's library. */
export function MeasureNameInput(props: InputProps) {
  const { material } = useEditor();
  const sheet = useSheet();
  const text = useText();
  const own = Object.entries(sheet?.measures ?? {}).map(([value, m]) => ({ value, remark: text(m.label) }));
  const known = new Set(own.map((o) => o.value));
  const library = material.measures
    .filter((m) => !known.has(m.name))
    .map(({ name, label }) => ({ value: name, remark: text(label) }));
  return <NameInput {...props} options={[...own, ...library]} />;
}

function NameInput({
  value,
  onChange,
  path,
  label,
  optional,
  options,
}: InputProps & { options: ComboboxOption[] }) {
  const t = useTranslations("sheetEditor.form");
  const problem = useProblem(path);
  const own = typeof value === "string" ? value : null;
  const isUnknown = own !== null && !options.some((o) => o.value === own);
  return (
    <Field label={label} error={problem} hint={isUnknown ? t("unknownName") : undefined}>
      <Combobox
        value={own}
        onValueChange={(next) => {
          if (next !== null || optional) onChange(next ?? undefined);
        }}
        options={isUnknown && own !== null ? [{ value: own }, ...options] : options}
        empty={t("noMatch")}
        open={t("openList", { label })}
      />
    </Field>
  );
}
