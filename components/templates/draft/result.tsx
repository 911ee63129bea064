"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../../format/use-format";
import { AppModel } from "../../model/app-model";
import { ErrorState } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import { Segmented } from "../../ui/segmented";
import { Skeleton } from "../../ui/small";
import { FactsTable } from "../facts-table";
import type { Trials } from "./runs-tab";

const LiveSheets = dynamic(() => import("./live-sheets").then((m) => m.LiveSheets), {
  ssr: false,
  loading: () => <Skeleton className="h-96 rounded-3" />,
});

const VIEWS = ["tables", "model", "dashboard"] as const;
const ROWS = 20;
/** A table is previewed by at most so many fields: more is nothing one can look at. */
const MOST_FIELDS = 20;

function Preview({ app, table, fields }: { app: string; table: string; fields: string[] }) {
  const t = useTranslations("authoring.runs");
  const trpc = useTRPC();
  const dimensions = fields.slice(0, MOST_FIELDS).map((f) => `[${f.replaceAll("]", "]]")}]`);
  const rows = useQuery(trpc.apps.query.queryOptions({ id: app, dimensions, limit: ROWS }));
  if (rows.error) return <ErrorState error={rows.error} onRetry={() => rows.refetch()} />;
  if (!rows.data) return <Skeleton className="h-40" />;
  return (
    <div className="border-t border-line">
      <p className="px-4 py-2 text-12 text-ink-3">{t("previewNote")}</p>
      <FactsTable
        label={t("preview", { table })}
        columns={fields.slice(0, MOST_FIELDS)}
        rows={rows.data.rows.map((row, i) => ({
          key: String(i),
          cells: row.map((value) => (value === null ? "–" : String(value))),
        }))}
      />
    </div>
  );
}

function Tables({ app }: { app: string }) {
  const t = useTranslations("authoring.runs");
  const format = useFormat();
  const trpc = useTRPC();
  const query = useQuery(trpc.apps.model.queryOptions({ id: app }));
  const [open, setOpen] = useState<string | null>(null);
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (!query.data) return <Skeleton className="h-60 rounded-3" />;
  const { tables } = query.data.model;
  const shown = tables.find((table) => table.name === (open ?? tables[0]?.name));
  return (
    <div className="overflow-hidden rounded-3 border border-line-strong">
      <ul className="flex flex-wrap gap-1.5 p-3">
        {tables.map((table) => (
          <li key={table.name}>
            <button
              type="button"
              aria-pressed={table === shown}
              className="min-h-9 rounded-2 border border-line-strong px-2.5 py-1 text-left text-13 hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft"
              onClick={() => setOpen(table.name)}
            >
              <b className="font-strong">{table.name}</b>
              <span className="block text-12 text-ink-2">
                {format.count(table.rows)} {t("rows", { count: table.rows }).replace(/^\S+\s/, "")},{" "}
                {t("fields", { count: table.fields.length })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {shown ? <Preview key={shown.name} app={app} table={shown.name} fields={shown.fields} /> : null}
    </div>
  );
}

/** What the last good run made: tables with rows, the data model, the sheets with live figures. */
export function Result({ app, version }: { app: NonNullable<Trials["app"]>; version: string }) {
  const t = useTranslations("authoring.runs");
  const [view, setView] = useState<(typeof VIEWS)[number]>("tables");
  const title = t("result", { version });
  return (
    <section className="mb-6" aria-label={title}>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <h2 className="text-16 font-strong tracking-tight">{title}</h2>
        <Segmented
          label={t("view")}
          value={view}
          onValueChange={setView}
          options={VIEWS.map((value) => ({ value, label: t(`views.${value}`) }))}
        />
      </div>
      {view === "tables" ? <Tables key={app.generation} app={app.id} /> : null}
      {view === "model" ? <AppModel app={app.id} tenantId={app.tenantId} title={version} /> : null}
      {view === "dashboard" ? <LiveSheets key={app.generation} app={app.id} /> : null}
    </section>
  );
}
