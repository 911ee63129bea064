"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { useFormat } from "../format/use-format";
import { Meter } from "../patterns/meter";
import { Button } from "../ui/button";
import { KeyMark } from "./key-mark";
import type { Chosen } from "./table-box";
import type { ViewField, ViewModel, ViewTable } from "./view-model";

function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-13">{children}</dl>;
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{label}</dt>
      <dd className="min-w-0 text-right [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}

function Share({ label, value }: { label: string; value: number | null }) {
  const format = useFormat();
  if (value === null) return <Fact label={label}>–</Fact>;
  return (
    <>
      <Fact label={label}>{format.percent(value)}</Fact>
      <dd className="col-span-2">
        <Meter value={value} label={label} />
      </dd>
    </>
  );
}

function FieldDetails({ field, rows }: { field: ViewField; rows: number }) {
  const t = useTranslations("model");
  const format = useFormat();
  const count = (value: number | null) => (value === null ? "–" : format.count(value));
  return (
    <>
      {field.comment ? <p className="mb-3 text-13 text-ink-2">{field.comment}</p> : null}
      <Facts>
        <Fact label={t("fact.type")}>{t(`type.${field.type}`)}</Fact>
        {field.format ? (
          <Fact label={t("fact.format")}>
            <code>{field.format}</code>
          </Fact>
        ) : null}
        <Fact label={t("fact.distinct")}>{count(field.distinct)}</Fact>
        <Fact label={t("fact.nulls")}>{count(field.nulls)}</Fact>
        <Share label={t("fact.density")} value={rows > 0 ? field.density : null} />
        {field.key ? (
          <>
            <Share label={t("fact.subset")} value={field.subset} />
            <Fact label={t("fact.dangling")}>{count(field.danglingRows)}</Fact>
          </>
        ) : null}
        {field.tags.length > 0 ? <Fact label={t("fact.tags")}>{field.tags.join(", ")}</Fact> : null}
      </Facts>
      {field.key ? (
        <p className="mt-3 flex gap-2 text-13 text-ink-2 [&_svg]:mt-0.5">
          <KeyMark quality={field.key} />
          <span>
            {t(`qualityBody.${field.key}`)} {t("elsewhere", { tables: field.elsewhere.join(", ") })}
          </span>
        </p>
      ) : null}
    </>
  );
}

function TableDetails({
  table,
  view,
  onChoose,
}: {
  table: ViewTable;
  view: ViewModel;
  onChoose: (chosen: Chosen) => void;
}) {
  const t = useTranslations("model");
  const format = useFormat();
  const links = view.links.filter((l) => l.from === table.name || l.to === table.name);
  return (
    <>
      {table.comment ? <p className="mb-3 text-13 text-ink-2">{table.comment}</p> : null}
      {table.synthetic ? <p className="mb-3 text-13 text-ink-2">{t("syntheticBody")}</p> : null}
      {table.loosened ? <p className="mb-3 text-13 text-warning-ink">{t("loosenedBody")}</p> : null}
      <Facts>
        <Fact label={t(table.synthetic ? "fact.combinations" : "fact.rows")}>{format.count(table.rows)}</Fact>
        <Fact label={t("fact.fields")}>{format.count(table.fields.length)}</Fact>
        {table.tags.length > 0 ? <Fact label={t("fact.tags")}>{table.tags.join(", ")}</Fact> : null}
      </Facts>
      <h3 className="mt-4 mb-1 text-13 font-strong">{t("links")}</h3>
      {links.length === 0 ? <p className="text-13 text-ink-3">{t("noLinks")}</p> : null}
      <ul className="text-13">
        {links.map((link) => {
          const other = link.from === table.name ? link.to : link.from;
          return (
            <li key={link.id} className="[overflow-wrap:anywhere]">
              <button
                type="button"
                className="py-0.5 text-left font-medium text-accent-ink underline-offset-3 hover:underline"
                onClick={() => onChoose({ table: other })}
              >
                {other}
              </button>{" "}
              <span className="text-ink-3">
                {t(link.loosened ? "byLoosened" : "by", { fields: link.fields.join(", ") })}
              </span>
            </li>
          );
        })}
      </ul>
      <h3 className="mt-4 mb-1 text-13 font-strong">{t("fact.fields")}</h3>
      <ul>
        {table.fields.map((field) => (
          <li key={field.name}>
            <button
              type="button"
              className="flex min-h-7 w-full items-center gap-1.5 rounded-1 px-1 text-left text-13 hover:bg-hover"
              onClick={() => onChoose({ table: table.name, field: field.name })}
            >
              <KeyMark quality={field.key} />
              <span className="min-w-0 flex-1 truncate">{field.name}</span>
              <span className="text-12 text-ink-3">
                {field.density === null ? "" : format.percent(field.density)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Facts of the chosen table or field. Takes the focus when it opens; Escape gives it back. */
export function Details({
  view,
  chosen,
  onChoose,
  onClose,
  sample,
}: {
  view: ViewModel;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  onClose: () => void;
  /** Values of a field, where they may be seen. */
  sample?: (field: string) => ReactNode;
}) {
  const t = useTranslations("model");
  const head = useRef<HTMLHeadingElement>(null);
  const { table: tableName, field: fieldName } = chosen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another thing was chosen
  useEffect(() => head.current?.focus(), [tableName, fieldName]);
  const table = view.tables.find((one) => one.name === chosen.table);
  const field = table?.fields.find((one) => one.name === chosen.field);
  if (!table) return null;
  return (
    <aside
      aria-label={t("details")}
      className="min-w-0 rounded-3 border border-line-strong bg-surface p-4 lg:w-76 lg:shrink-0 lg:self-start"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <header className="mb-3 flex items-start gap-2">
        <div className="min-w-0 flex-1">
          {field ? (
            <button
              type="button"
              className="text-12 text-accent-ink underline-offset-3 hover:underline"
              onClick={() => onChoose({ table: table.name })}
            >
              {table.name}
            </button>
          ) : (
            <p className="text-12 text-ink-3">{t(table.synthetic ? "synthetic" : "table")}</p>
          )}
          <h2
            ref={head}
            tabIndex={-1}
            className="text-16 font-strong tracking-tight outline-none [overflow-wrap:anywhere]"
          >
            {field?.name ?? table.name}
          </h2>
        </div>
        <Button variant="quiet" size="s" square aria-label={t("close")} onClick={onClose}>
          <X />
        </Button>
      </header>
      {field ? (
        <>
          <FieldDetails field={field} rows={table.rows} />
          {sample?.(field.name)}
        </>
      ) : (
        <TableDetails table={table} view={view} onChoose={onChoose} />
      )}
    </aside>
  );
}
