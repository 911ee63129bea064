"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { useTRPC } from "../providers/trpc";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { RailPart } from "./rail-part";

/** Attributes of the element beside its looks, as they are written; empty ones are left out. */
export type Attributes = Record<"sheet" | "object" | "language" | "selections", string>;

export const NO_ATTRIBUTES: Attributes = { sheet: "", object: "", language: "", selections: "" };

/** The frame's own words are in these. */
const LANGUAGES = ["en", "de", "fr"];

/** Whether a text is what `selections` takes: lists by field. */
export function isSelections(text: string): boolean {
  if (text.trim() === "") return true;
  try {
    const value: unknown = JSON.parse(text);
    return (
      typeof value === "object" &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((values) => Array.isArray(values))
    );
  } catch {
    return false;
  }
}

/** Sheets of the app with their objects, in the reader's words. */
function useSheets(app: string) {
  const trpc = useTRPC();
  const locale = useLocale();
  const { data } = useQuery(trpc.apps.dashboard.queryOptions({ id: app }));
  const say = (text: string | Record<string, string> | undefined) =>
    typeof text === "string" ? text : (text?.[locale.slice(0, 2)] ?? Object.values(text ?? {})[0] ?? "");
  return (data?.sheets ?? []).map((sheet) => ({
    id: sheet.sheet,
    title: say(sheet.title),
    objects: sheet.objects
      .filter((object) => object.kind !== "filters")
      .map((object) => ({ id: object.id, title: say(object.title) || object.id })),
  }));
}

/** What of the app is shown, in which language, and with what selected. */
export function PlaygroundOptions({
  app,
  value,
  onChange,
}: {
  app: string;
  value: Attributes;
  onChange: (value: Attributes) => void;
}) {
  const t = useTranslations("embeds.playground");
  const id = useId();
  const sheets = useSheets(app);
  const names = new Intl.DisplayNames([useLocale()], { type: "language" });
  const chosen = sheets.filter((sheet) => value.sheet === "" || sheet.id === value.sheet);
  const set = (patch: Partial<Attributes>) => onChange({ ...value, ...patch });
  return (
    <RailPart id={id} title={t("options")}>
      <div className="grid gap-3">
        <Field label={t("sheet")}>
          <Select
            value={value.sheet}
            onValueChange={(sheet) => set({ sheet, object: "" })}
            options={[
              { value: "", label: t("first") },
              ...sheets.map(({ id: sheet, title }) => ({ value: sheet, label: title })),
            ]}
          />
        </Field>
        <Field label={t("object")} hint={t("objectHint")}>
          <Select
            value={value.object}
            onValueChange={(object) => set({ object })}
            options={[
              { value: "", label: t("all") },
              ...chosen.flatMap(({ objects }) =>
                objects.map((object) => ({ value: object.id, label: object.title })),
              ),
            ]}
          />
        </Field>
        <Field label={t("language")}>
          <Select
            value={value.language}
            onValueChange={(language) => set({ language })}
            options={[
              { value: "", label: t("own") },
              ...LANGUAGES.map((tag) => ({ value: tag, label: names.of(tag) ?? tag })),
            ]}
          />
        </Field>
        <Field
          label={t("selections")}
          hint={t("selectionsHint")}
          error={isSelections(value.selections) ? undefined : t("selectionsWrong")}
        >
          <Input
            value={value.selections}
            onChange={(event) => set({ selections: event.target.value })}
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-12"
          />
        </Field>
      </div>
    </RailPart>
  );
}
