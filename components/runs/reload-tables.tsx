"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { Meter } from "../patterns/meter";
import { cn } from "../ui/cn";
import { expectedRows, type ReloadView, rowsPerSecond, type TableView } from "./reload-view";

function Figure({ value, children }: { value: string; children: string }) {
  return (
    <div className="text-12 text-ink-3">
      <b className="block text-20 font-strong tracking-tight text-ink">{value}</b>
      {children}
    </div>
  );
}

/** What is known about the whole reload. Nothing is shown that would be a guess. */
export function ReloadFigures({ reload }: { reload: ReloadView }) {
  const t = useTranslations("reloads.figures");
  const format = useFormat();
  const expected = expectedRows(reload);
  const rate = rowsPerSecond(reload);
  const moving = reload.state === "running";
  const left = moving && rate && expected && expected > reload.rows ? (expected - reload.rows) / rate : null;
  const statements = reload.progress?.statements ?? 0;
  return (
    <div className="mb-3 flex flex-wrap gap-x-6 gap-y-2">
      {reload.share !== undefined && moving ? (
        <Figure value={format.percent(reload.share)}>{t("share")}</Figure>
      ) : null}
      <Figure value={format.count(reload.rows)}>
        {expected && moving
          ? t("ofRows", { total: format.count(expected) })
          : t("rows", { count: reload.rows })}
      </Figure>
      {moving && rate ? <Figure value={format.compact(rate)}>{t("rate")}</Figure> : null}
      {left !== null ? <Figure value={format.span(left * 1000)}>{t("left")}</Figure> : null}
      {moving && reload.share === undefined && statements > 0 ? (
        <Figure value={`${reload.progress?.statement ?? 0} / ${statements}`}>{t("statement")}</Figure>
      ) : null}
      {reload.bytes > 0 ? <Figure value={format.bytes(reload.bytes)}>{t("bytes")}</Figure> : null}
    </div>
  );
}

function TableLine({ table, running, rate }: { table: TableView; running: boolean; rate?: number }) {
  const t = useTranslations("reloads.tables");
  const format = useFormat();
  const loading = table.state === "loading" && running;
  const stopped = table.state === "stopped" || (table.state === "loading" && !running);
  const share = table.share ?? (table.rows > 0 ? 0.5 : 0);
  const word =
    loading && rate ? t("rate", { rate: format.compact(rate) }) : t(stopped ? "stopped" : table.state);
  return (
    <tr className="max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-2 max-md:gap-y-1 max-md:py-1.5">
      <th scope="row" className="max-w-40 truncate py-[5px] max-md:max-w-none max-md:py-0">
        <code className={cn(table.state === "waiting" && "text-ink-3")}>{table.name}</code>
      </th>
      <td className="w-full px-3.5 py-[5px] max-md:col-span-2 max-md:row-start-2 max-md:px-0 max-md:py-0">
        <Meter value={share} label={table.name} tone={stopped ? "failed" : loading ? "running" : "plain"} />
      </td>
      <td className="py-[5px] text-right whitespace-nowrap max-md:py-0">
        <span className={cn(table.state === "waiting" && "text-ink-3")}>{format.count(table.rows)}</span>
        {table.estimate !== undefined && table.state !== "loaded" ? (
          <span className="text-ink-3"> {t("of", { total: format.count(table.estimate) })}</span>
        ) : null}
      </td>
      <td
        className={cn(
          "py-[5px] pl-3.5 text-right whitespace-nowrap text-ink-3 max-md:sr-only",
          loading && "text-running-ink",
          stopped && "text-failed-ink",
        )}
      >
        {word}
      </td>
    </tr>
  );
}

/** A reload's tables, filling row by row. Bars never go back. */
export function ReloadTables({ reload }: { reload: ReloadView }) {
  const t = useTranslations("reloads.tables");
  const running = reload.state === "running" || reload.state === "queued";
  const rate = rowsPerSecond(reload);
  if (reload.tables.length === 0) return null;
  return (
    <table className="w-full text-12">
      <caption className="sr-only">{t("caption")}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t("table")}</th>
          <th scope="col">{t("progress")}</th>
          <th scope="col">{t("rows")}</th>
          <th scope="col">{t("state")}</th>
        </tr>
      </thead>
      <tbody>
        {reload.tables.map((table) => (
          <TableLine key={table.name} table={table} running={running} rate={rate} />
        ))}
      </tbody>
    </table>
  );
}
