"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "../../ui/field";
import { Textarea } from "../../ui/input";
import { pieceText, readPiece, same } from "../model/yaml";
import { type InputProps, useProblem } from "./form-context";

/** Values of any shape, as YAML; a mistake stays as typed and changes nothing. */
export function YamlInput({ value, onChange, path, label }: InputProps) {
  const t = useTranslations("sheetEditor.form");
  const problem = useProblem(path);
  const [text, setText] = useState(() => textOf(value));
  const [fault, setFault] = useState<string | undefined>();
  useEffect(() => {
    setText((old) => {
      const read = readPiece(old);
      return "value" in read && same(read.value ?? undefined, value) ? old : textOf(value);
    });
  }, [value]);
  return (
    <Field label={label} error={fault ?? problem} hint={t("yaml")}>
      <Textarea
        value={text}
        spellCheck={false}
        className="min-h-16 font-mono text-12"
        onChange={(e) => {
          setText(e.target.value);
          const read = readPiece(e.target.value);
          if ("value" in read) {
            setFault(undefined);
            onChange(read.value ?? undefined);
          } else setFault(t("fault", read));
        }}
      />
    </Field>
  );
}

const textOf = (value: unknown) => (value === undefined ? "" : pieceText(value).trimEnd());
