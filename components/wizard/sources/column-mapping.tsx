"use client";

import { useTranslations } from "next-intl";
import type { TableMapping } from "@/db/schema";
import type { BrowsedColumn } from "@/server/connections/port";
import type { ColumnCheck, ColumnState, TableCheck } from "@/server/drafts/check-model";
import { Button } from "../../ui/button";
import { Combobox } from "../../ui/combobox";
import { StatusIcon, type Tone } from "../../ui/status-icon";

const TONES: Record<ColumnState, Tone> = {
  found: "succeeded",
  mapped: "succeeded",
  differs: "warning",
  optional: "warning",
  "left-out": "warning",
  missing: "failed",
};

function withColumn(mapping: TableMapping, name: string, source: string | null): TableMapping {
  const { [name]: _before, ...columns } = mapping.columns ?? {};
  const next = source === null || source === name ? columns : { ...columns, [name]: source };
  const { columns: _all, ...rest } = mapping;
  return Object.keys(next).length > 0 ? { ...rest, columns: next } : rest;
}

/** The template's columns, each with the customer's name of it. */
export function ColumnMapping({
  check,
  known,
  mapping,
  onChange,
}: {
  check: TableCheck;
  known: readonly BrowsedColumn[];
  mapping: TableMapping;
  onChange: (mapping: TableMapping) => void;
}) {
  const t = useTranslations("drafts.check");
  const options = known.map((c) => ({ value: c.name, remark: c.sourceType || c.type }));
  return (
    <div>
      <h3 className="mb-1.5 text-14 font-strong">{t("columnsTitle")}</h3>
      <ul className="grid gap-x-8 gap-y-1.5 lg:grid-cols-2">
        {check.columns.map((column) => (
          <li
            key={column.name}
            data-tone={TONES[column.state]}
            className="grid items-center gap-x-3 gap-y-1 border-b border-line py-1.5 text-13 sm:grid-cols-[minmax(0,1fr)_14rem]"
          >
            <Name column={column} />
            <div className="flex gap-1.5">
              <Combobox
                aria-label={t("columnFor", { name: column.name })}
                aria-invalid={column.state === "missing"}
                className="min-w-0 flex-1"
                value={column.source}
                onValueChange={(source) => onChange(withColumn(mapping, column.name, source))}
                options={options}
                placeholder={column.state === "left-out" ? t("leftOut") : t("chooseColumn")}
                empty={t("noMatch")}
                open={t("openList")}
              />
              {column.suggestions[0] ? (
                <Button
                  size="m"
                  aria-label={t("useFor", { name: column.suggestions[0], column: column.name })}
                  onClick={() => onChange(withColumn(mapping, column.name, column.suggestions[0] ?? null))}
                >
                  <span className="max-w-24 truncate">{t("use", { name: column.suggestions[0] })}</span>
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Name({ column }: { column: ColumnCheck }) {
  const t = useTranslations("drafts.check");
  const { name, type, state, sourceType } = column;
  const why =
    state === "missing"
      ? t("columnMissing")
      : state === "differs"
        ? t("columnDiffers", { type: type ?? "", found: sourceType ?? "" })
        : state === "optional" || state === "left-out"
          ? t("columnOptional")
          : "";
  return (
    <span className="flex min-w-0 items-start gap-2">
      <StatusIcon tone={TONES[state]} className="mt-[3px]" />
      <span className="min-w-0">
        <span className="font-mono text-12 break-all">{name}</span>{" "}
        <span className="text-12 text-ink-3">{type}</span>
        {why ? <span className="block text-12 text-tone-ink">{why}</span> : null}
      </span>
    </span>
  );
}
