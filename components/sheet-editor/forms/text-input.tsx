"use client";

import { Languages, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input, Textarea } from "../../ui/input";
import { Menu, MenuItem } from "../../ui/menu";
import { isValues } from "../model/values";
import { useEditor } from "../state/editor-context";
import { type InputProps, useProblem } from "./form-context";

/** Words for people: one text, or one for each language. */
export function TextInput({ value, onChange, path, label, long }: InputProps & { long?: boolean }) {
  const t = useTranslations("sheetEditor.form");
  const { languages } = useEditor();
  const problem = useProblem(path);
  const texts = isValues(value) ? value : null;
  const plain = typeof value === "string" ? value : "";
  const free = languages.filter((l) => (texts ? !(l in texts) : l !== languages[0]));

  function translate(language: string) {
    const first = languages[0] ?? "en";
    onChange({ ...(texts ?? (plain ? { [first]: plain } : {})), [language]: "" });
  }
  function drop(language: string) {
    const rest = Object.entries(texts ?? {}).filter(([l]) => l !== language);
    const [only] = rest;
    onChange(
      rest.length === 1 && only?.[0] === languages[0] ? only?.[1] || undefined : Object.fromEntries(rest),
    );
  }

  const add =
    free.length > 0 ? (
      <Menu
        align="end"
        trigger={
          <Button variant="quiet" size="s" square aria-label={t("addLanguage", { label })}>
            <Languages />
          </Button>
        }
      >
        {free.map((language) => (
          <MenuItem key={language} onClick={() => translate(language)}>
            {languageName(language)}
          </MenuItem>
        ))}
      </Menu>
    ) : null;

  if (!texts)
    return (
      <div className="flex items-end gap-1">
        <Words
          label={label}
          error={problem}
          long={long}
          value={plain}
          onChange={(v) => onChange(v === "" ? undefined : v)}
        />
        {add}
      </div>
    );
  return (
    <fieldset className="grid gap-1.5">
      <legend className="sr-only">{label}</legend>
      {Object.entries(texts).map(([language, text], i) => (
        <div key={language} className="flex items-end gap-1">
          <Words
            label={t("in", { label, language: languageName(language) })}
            error={i === 0 ? problem : undefined}
            long={long}
            value={String(text)}
            onChange={(v) => onChange({ ...texts, [language]: v })}
          />
          <Button
            variant="quiet"
            size="s"
            square
            aria-label={t("dropLanguage", { label, language: languageName(language) })}
            onClick={() => drop(language)}
          >
            <X />
          </Button>
          {i === 0 ? add : null}
        </div>
      ))}
    </fieldset>
  );
}

function Words({
  label,
  error,
  long,
  value,
  onChange,
}: {
  label: string;
  error?: string;
  long?: boolean;
  value: string;
  onChange(value: string): void;
}) {
  const Box = long ? Textarea : Input;
  return (
    <Field label={label} error={error} className="flex-1">
      <Box value={value} onChange={(e: { target: { value: string } }) => onChange(e.target.value)} />
    </Field>
  );
}

function languageName(language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}
