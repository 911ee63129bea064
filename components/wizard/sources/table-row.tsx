"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { TableMapping } from "@/db/schema";
import { type SourceFacts, type TableState, tableRef } from "@/server/drafts/check-model";
import { useFormat } from "../../format/use-format";
import { Button } from "../../ui/button";
import { cn } from "../../ui/cn";
import { Combobox } from "../../ui/combobox";
import { Field } from "../../ui/field";
import { StatusIcon, type Tone } from "../../ui/status-icon";
import { ColumnMapping } from "./column-mapping";
import type { CheckedTable } from "./use-sources";
import { WhereBuilder } from "./where-builder";

const TONES: Record<TableState, Tone> = {
  fits: "succeeded",
  mapped: "succeeded",
  optional: "warning",
  differs: "warning",
  incomplete: "failed",
  missing: "failed",
  unknown: "running",
};

/** Of the rows and the line of heads above them, which a telephone's two columns need not. */
const COLUMNS = "md:grid-cols-[minmax(9rem,1fr)_minmax(9rem,1fr)_6rem_7rem_minmax(11rem,1.4fr)]";

export function TableHeads() {
  const t = useTranslations("drafts.check.head");
  return (
    <div
      className={cn(
        "grid gap-x-4 border-b border-line-strong pb-1.5 text-12 text-ink-3 max-md:hidden",
        COLUMNS,
      )}
    >
      <span className="pl-5.5">{t("declared")}</span>
      <span>{t("source")}</span>
      <span className="text-right">{t("columns")}</span>
      <span className="text-right">{t("rows")}</span>
      <span className="pl-5">{t("result")}</span>
    </div>
  );
}

/** One table a template reads: what it is in the source, whether it fits, and behind a click how to make it fit. */
export function TableRow({
  checked,
  facts,
  connectionId,
  mapping,
  template,
  onChange,
}: {
  checked: CheckedTable;
  /** Whose table it is, where several templates read through the connection. */
  template?: string;
  facts: SourceFacts | undefined;
  connectionId: string;
  mapping: TableMapping;
  onChange: (mapping: TableMapping) => void;
}) {
  const t = useTranslations("drafts.check");
  const format = useFormat();
  const id = useId();
  const { declared, check } = checked;
  const [open, setOpen] = useState(false);
  const tone = TONES[check.state];
  const there = check.columns.filter((c) => c.source !== null).length;
  const names = (state: string) =>
    check.columns
      .filter((c) => c.state === state)
      .map((c) => c.name)
      .join(", ");
  const reason =
    check.state === "missing"
      ? check.suggestions[0]
        ? t("maybe", { table: check.suggestions[0] })
        : t("noTable")
      : check.state === "incomplete"
        ? t("missingColumns", { columns: names("missing") })
        : check.state === "differs"
          ? t("otherType", { columns: names("differs") })
          : check.state === "optional"
            ? t("without", { columns: [names("optional"), names("left-out")].filter(Boolean).join(", ") })
            : "";
  const conditions = mapping.where?.length ?? 0;
  return (
    <li data-tone={tone} className="border-b border-line">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={`${id}-more`}
        onClick={() => setOpen(!open)}
        className={cn(
          "grid w-full items-center gap-x-4 py-2 text-left text-13 hover:bg-hover max-md:grid-cols-[1fr_auto] md:min-h-12",
          COLUMNS,
        )}
      >
        <span className="flex min-w-0 items-center gap-1.5 font-mono text-12">
          <ChevronRight
            aria-hidden="true"
            className={cn("size-4 shrink-0 text-ink-3 motion-fast transition-transform", open && "rotate-90")}
          />
          <span className="truncate">{declared.name}</span>
          {template ? <span className="truncate font-sans text-ink-3">{template}</span> : null}
        </span>
        <span className="truncate font-mono text-12 text-ink-2 max-md:hidden">{check.source ?? "–"}</span>
        <span className="text-right text-ink-2 max-md:hidden">
          {check.columns.length > 0 ? t("columns", { there, all: check.columns.length }) : "–"}
        </span>
        <span className="text-right text-ink-2 max-md:hidden">
          {check.rows === null ? "–" : t("rows", { count: format.count(check.rows) })}
        </span>
        <span className="min-w-0">
          <span className="flex items-center gap-1.5 font-medium">
            <StatusIcon tone={tone} />
            {t(`state.${check.state}`)}
            {conditions > 0 ? (
              <span className="text-12 font-regular text-ink-3 max-md:hidden">
                {t("conditions", { count: conditions })}
              </span>
            ) : null}
          </span>
          {reason ? (
            <span className="block truncate pl-5 text-12 text-ink-3 max-md:hidden">{reason}</span>
          ) : null}
        </span>
      </button>
      {open ? (
        <div id={`${id}-more`} className="grid gap-6 pt-2 pb-6 pl-5.5 max-md:pl-0">
          {reason ? <p className="text-13 text-tone-ink md:hidden">{reason}</p> : null}
          <div className="flex max-w-[32rem] flex-wrap items-end gap-2">
            <Field label={t("table", { name: declared.name })} className="min-w-0 flex-1">
              <Combobox
                value={check.source}
                onValueChange={(table) => {
                  const { table: _before, columns: _columns, ...rest } = mapping;
                  onChange(table && table !== declared.name ? { ...rest, table } : rest);
                }}
                options={(facts?.tables ?? []).map((table) => ({
                  value: tableRef(table, facts?.schemas ?? []),
                  remark: table.rows === null ? undefined : format.count(table.rows),
                }))}
                placeholder={t("chooseTable")}
                empty={t("noMatch")}
                open={t("openList")}
              />
            </Field>
            {check.source === null && check.suggestions[0] ? (
              <Button onClick={() => onChange({ ...mapping, table: check.suggestions[0] })}>
                {t("use", { name: check.suggestions[0] })}
              </Button>
            ) : null}
          </div>
          {check.source ? (
            <>
              <ColumnMapping
                check={check}
                known={facts?.columns[check.source] ?? []}
                mapping={mapping}
                onChange={onChange}
              />
              <WhereBuilder
                connectionId={connectionId}
                declared={declared}
                check={check}
                known={facts?.columns[check.source] ?? []}
                mapping={mapping}
                onChange={onChange}
              />
            </>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
