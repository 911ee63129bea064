"use client";

import { Upload } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { Button } from "../../ui/button";
import { chosenFiles } from "../../ui/chosen-files";
import { Field } from "../../ui/field";
import { Input, Textarea } from "../../ui/input";
import { Select } from "../../ui/select";
import { Switch } from "../../ui/switch";
import { upload } from "../upload";
import { type KeyedField, type SourceValues, tableLine } from "./source-values";

interface Props {
  field: KeyedField;
  form: UseFormReturn<SourceValues>;
  /** A stored secret is kept; pressing *Replace* empties the field. */
  kept: boolean;
  onReplace: () => void;
  /** Whose upload a chosen file becomes. */
  tenant: () => Promise<string>;
}

const KNOWN = ["needed", "number", "choice"] as const;

/** One field of a source's form, by its type. */
export function SourceField(props: Props) {
  const t = useTranslations("drafts.sources");
  const { field, form, kept, onReplace } = props;
  const message = form.formState.errors[field.key]?.message;
  const known = KNOWN.find((k) => k === message);
  const error = message
    ? known
      ? t(`field.${known}`)
      : t("field.other", { message: String(message) })
    : undefined;
  // Of a group of alternatives one is filled in, with all that has no value of its own.
  const needed = field.required || (field.group !== undefined && field.default === undefined);
  const shared = { label: needed ? field.label : t("optional", { label: field.label }), error };
  if (field.type === "secret")
    return kept ? (
      <Field {...shared} hint={t("kept")}>
        <KeptSecret onReplace={onReplace} />
      </Field>
    ) : (
      <Field {...shared} hint={field.hint}>
        <Input
          type="password"
          autoComplete="new-password"
          placeholder={field.placeholder}
          {...form.register(field.key)}
        />
      </Field>
    );
  if (field.type === "choice" || field.type === "switch") return <Chosen {...props} {...shared} />;
  if (field.type === "file" || field.type === "files") return <Files {...props} {...shared} />;
  const multiline = /pem|certificate|json/i.test(`${field.hint ?? ""} ${field.label}`);
  return (
    <Field {...shared} hint={field.hint} className={field.type === "number" ? "max-w-40" : undefined}>
      {multiline ? (
        <Textarea
          className="font-mono text-12"
          placeholder={field.placeholder}
          {...form.register(field.key)}
        />
      ) : (
        <Input
          inputMode={field.type === "number" ? "numeric" : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={field.placeholder}
          {...form.register(field.key)}
        />
      )}
    </Field>
  );
}

/** Takes the id a `Field` gives; there is no way to read the value again. */
function KeptSecret({
  onReplace,
  ...aria
}: {
  onReplace: () => void;
  id?: string;
  "aria-describedby"?: string;
}) {
  const t = useTranslations("drafts.sources");
  return (
    <div className="flex gap-2">
      <Input readOnly value="••••••••••••" {...aria} />
      <Button onClick={onReplace}>{t("replace")}</Button>
    </div>
  );
}

function Chosen({ field, form, label, error }: Props & { label: string; error?: string }) {
  return (
    <Controller
      control={form.control}
      name={field.key}
      render={({ field: input }) =>
        field.type === "switch" ? (
          <label className="flex min-h-8 items-center gap-2.5 text-13 font-medium sm:mt-[25px]">
            <Switch checked={input.value === true} onCheckedChange={input.onChange} />
            {field.label}
          </label>
        ) : (
          <Field label={label} hint={field.hint} error={error}>
            <Select
              value={String(input.value ?? "")}
              onValueChange={input.onChange}
              options={(field.choices ?? []).map((c) => ({ value: c.value, label: c.label }))}
            />
          </Field>
        )
      }
    />
  );
}

/** A path, or an upload to the tenant's own files. */
function Files({ field, form, tenant, label, error }: Props & { label: string; error?: string }) {
  const t = useTranslations("drafts.sources");
  const common = useTranslations("common");
  const chooser = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const many = field.type === "files";

  async function take(files: File[]) {
    setBusy(true);
    try {
      const id = await tenant();
      for (const file of files) {
        const { path } = await upload(id, file, common("error.offline"));
        const before = String(form.getValues(field.key) ?? "");
        const next = many ? [before, tableLine(path)].filter(Boolean).join("\n") : path;
        form.setValue(field.key, next, { shouldDirty: true });
        form.clearErrors(field.key);
      }
    } catch (failure) {
      form.setError(field.key, { message: failure instanceof Error ? failure.message : t("uploadFailed") });
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="grid gap-2">
      <Field label={label} hint={many ? t("filesHint") : field.hint} error={error}>
        {many ? (
          <Textarea
            className="font-mono text-12"
            rows={4}
            spellCheck={false}
            placeholder={field.placeholder}
            {...form.register(field.key)}
          />
        ) : (
          <Input
            className="font-mono text-12"
            autoComplete="off"
            spellCheck={false}
            placeholder={field.placeholder}
            {...form.register(field.key)}
          />
        )}
      </Field>
      <div>
        <input
          ref={chooser}
          type="file"
          multiple={many}
          className="hidden"
          aria-label={t("upload")}
          onChange={(event) => void take(chosenFiles(event.target))}
        />
        <Button size="s" busy={busy} onClick={() => chooser.current?.click()}>
          <Upload />
          {busy ? t("uploading") : t("upload")}
        </Button>
      </div>
    </div>
  );
}
