"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";
import { MOST_CHARACTERS } from "@/server/members/import-schemas";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";

export interface FileText {
  text: string;
  fileName: string;
}

const EXAMPLE = "email,name,role,groups\nana@example.com,Ana Lind,author,Sales | Managers";

/** A link to a file to begin with. */
const template = (about: "people" | "groups") => (text: ReactNode) => (
  <a className="font-medium text-accent-ink underline" href={`/examples/${about}.csv`} download>
    {text}
  </a>
);

/** A file chosen or text pasted. What was given stays where it is refused. */
export function UploadFile({
  value,
  busy,
  error,
  onChange,
  onCheck,
}: {
  value: FileText;
  busy: boolean;
  error?: string;
  onChange: (file: FileText) => void;
  onCheck: (file: FileText) => void;
}) {
  const t = useTranslations("people.upload");
  const chooser = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState(false);
  async function read(file: File | undefined) {
    if (!file) return;
    setTooLarge(file.size > MOST_CHARACTERS);
    if (file.size > MOST_CHARACTERS) return;
    const chosen = { text: await file.text(), fileName: file.name };
    onChange(chosen);
    onCheck(chosen);
  }
  return (
    <div className="grid max-w-[46rem] gap-4">
      <p className="text-13 text-ink-2">
        {t.rich("columns", { code: (text) => <code className="font-mono text-12 text-ink">{text}</code> })}{" "}
        {t.rich("examples", { people: template("people"), groups: template("groups") })}
      </p>
      <input
        ref={chooser}
        type="file"
        accept=".csv,.tsv,.txt"
        aria-label={t("choose")}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          void read(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <Field label={t("paste")} error={tooLarge ? t("tooLarge") : error}>
        <Textarea
          value={value.text}
          rows={9}
          spellCheck={false}
          placeholder={EXAMPLE}
          className="font-mono text-12 max-md:text-12"
          onChange={(event) => onChange({ text: event.target.value, fileName: "" })}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          busy={busy}
          disabled={value.text.trim() === ""}
          onClick={() => onCheck(value)}
        >
          {t("check")}
        </Button>
        <Button busy={busy} onClick={() => chooser.current?.click()}>
          {t("choose")}
        </Button>
      </div>
    </div>
  );
}
