"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { Card } from "../ui/small";
import { FactsTable } from "./facts-table";
import type { Version } from "./overview";
import { SampleModel } from "./sample-model";
import { textIn } from "./text-in";

/** The data model as it was loaded, and what is declared: fields and measures that may be used by name. */
export function Model({ version }: { version: Version }) {
  const t = useTranslations("templates.version");
  const locale = useLocale();
  const id = useId();
  const { fields, measures, tables } = version.manifest;
  const described = (entry: { label?: unknown; description?: unknown }) =>
    [
      textIn(entry.label as string | undefined, locale),
      textIn(entry.description as string | undefined, locale),
    ]
      .filter(Boolean)
      .join(". ");
  const none = <p className="px-4 py-3.5 text-13 text-ink-3">{t("none")}</p>;
  return (
    <div className="grid items-start gap-5">
      <section aria-labelledby={`${id}d`} className="min-w-0">
        <h2 id={`${id}d`} className="mb-3 text-16 font-strong tracking-tight">
          {t("sampleModel.title")}
        </h2>
        <SampleModel template={version.templateId} version={version.version} />
      </section>
      <Card id={`${id}m`} title={t("measures")}>
        {measures.length === 0 ? (
          none
        ) : (
          <FactsTable
            label={t("measures")}
            columns={[t("name"), t("expression"), t("meaning")]}
            rows={measures.map((m) => ({
              key: m.name,
              cells: [
                <code key="n">{m.name}</code>,
                <code key="e" className="[overflow-wrap:anywhere]">
                  {m.expression}
                </code>,
                described(m) || "–",
              ],
            }))}
          />
        )}
      </Card>
      <Card id={`${id}f`} title={t("fields")}>
        {fields.length === 0 ? (
          none
        ) : (
          <FactsTable
            label={t("fields")}
            columns={[t("name"), t("expression"), t("meaning")]}
            rows={fields.map((f) => ({
              key: f.name,
              cells: [
                <code key="n">{f.name}</code>,
                f.expression ? <code key="e">{f.expression}</code> : "–",
                described(f) || "–",
              ],
            }))}
          />
        )}
      </Card>
      {tables.map((table) => (
        <Card
          key={table.name}
          id={`${id}${table.name}`}
          title={<code className="text-14">{table.name}</code>}
          aside={textIn(table.description, locale)}
        >
          <FactsTable
            label={table.name}
            columns={[t("column"), t("type"), t("meaning")]}
            rows={table.columns.map((column) => ({
              key: column.name,
              cells: [
                <code key="n">{column.name}</code>,
                [column.type ?? t("anyType"), column.optional ? t("optional") : null]
                  .filter(Boolean)
                  .join(", "),
                textIn(column.description, locale) || "–",
              ],
            }))}
          />
        </Card>
      ))}
    </div>
  );
}
