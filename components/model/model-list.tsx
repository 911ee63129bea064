"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { useFormat } from "../format/use-format";
import { FactsTable } from "../templates/facts-table";
import { Badge, Card } from "../ui/small";
import { KeyMark } from "./key-mark";
import type { ViewModel } from "./view-model";

/** The whole model as tables: the other way to read what is drawn. */
export function ModelList({ view }: { view: ViewModel }) {
  const t = useTranslations("model");
  const format = useFormat();
  const id = useId();
  const count = (value: number | null) => (value === null ? "–" : format.count(value));
  const share = (value: number | null) => (value === null ? "–" : format.percent(value));
  return (
    <div className="grid items-start gap-5">
      {view.tables.map((table) => (
        <Card
          key={table.name}
          id={`${id}${table.name}`}
          title={
            <>
              {table.name} {table.synthetic ? <Badge>{t("synthetic")}</Badge> : null}
              {table.loosened ? <Badge>{t("loosened")}</Badge> : null}
            </>
          }
          aside={<span className="text-ink-3">{t("rows", { count: table.rows })}</span>}
        >
          <FactsTable
            label={t("fieldsOf", { table: table.name })}
            columns={[
              t("fact.field"),
              t("fact.type"),
              t("fact.distinct"),
              t("fact.density"),
              t("fact.subset"),
              t("fact.dangling"),
              t("fact.elsewhere"),
            ]}
            rows={table.fields.map((field) => ({
              key: field.name,
              cells: [
                <span key="n" className="flex items-center gap-1.5 font-medium">
                  <KeyMark quality={field.key} />
                  {field.name}
                </span>,
                t(`type.${field.type}`),
                count(field.distinct),
                share(field.density),
                share(field.subset),
                count(field.danglingRows),
                field.elsewhere.join(", ") || "–",
              ],
            }))}
          />
        </Card>
      ))}
    </div>
  );
}
