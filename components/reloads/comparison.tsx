"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormat } from "../format/use-format";
import type { RouterOutputs } from "../providers/types";
import { cn } from "../ui/cn";
import { RouteLink } from "../ui/route-link";
import { compareTables, difference } from "./compare";

type Report = RouterOutputs["reloads"]["report"];
type Side = { reload: Report["reload"]; made: Report["made"] };

const took = ({ reload }: Side) =>
  reload.startedAt && reload.endedAt ? reload.endedAt.getTime() - reload.startedAt.getTime() : null;
const tablesOf = ({ reload }: Side) => reload.progress?.tables ?? [];

function Row({
  name,
  before,
  after,
  show,
  total,
}: {
  name: ReactNode;
  before: number | null;
  after: number | null;
  show: (value: number) => string;
  total?: boolean;
}) {
  const t = useTranslations("reloads.page");
  const locale = useLocale();
  const delta = difference(before, after);
  const share =
    delta && before
      ? new Intl.NumberFormat(locale, { style: "percent", signDisplay: "always" }).format(delta / before)
      : null;
  const words =
    delta === null
      ? before === after
        ? "–"
        : after === null
          ? t("gone")
          : t("isNew")
      : delta === 0
        ? t("same")
        : `${delta > 0 ? "+" : "−"}${show(Math.abs(delta))}`;
  return (
    <tr className={cn("border-line not-first:border-t", total && "font-medium")}>
      <th scope="row" className="max-w-0 truncate py-1.5 pr-2 pl-4 font-regular">
        {name}
      </th>
      <td className="px-2 py-1.5 text-right whitespace-nowrap">{before === null ? "–" : show(before)}</td>
      <td className="px-2 py-1.5 text-right whitespace-nowrap">{after === null ? "–" : show(after)}</td>
      <td className={cn("py-1.5 pr-4 pl-2 text-right whitespace-nowrap", delta === 0 && "text-ink-3")}>
        {words}
        {share ? <small className="ml-1.5 text-12 text-ink-3">{share}</small> : null}
      </td>
    </tr>
  );
}

/** This reload beside the last good one before it: rows by table, how long, how large. */
export function Comparison({ before, after }: { before: Side; after: Side }) {
  const t = useTranslations("reloads.page");
  const format = useFormat();
  const tables = compareTables(tablesOf(before), tablesOf(after));
  const head = "px-2 py-1.5 text-12 font-medium whitespace-nowrap text-ink-3";
  const sum = (side: Side) => side.made?.rows ?? side.reload.progress?.rows ?? null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a scrollable area needs a role, a name and the keyboard
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
    <div role="region" aria-label={t("compare")} tabIndex={0} className="overflow-x-auto -outline-offset-2!">
      <table className="w-full text-13" aria-label={t("compare")}>
        <thead className="border-b border-line">
          <tr>
            <th scope="col" className={`${head} w-full min-w-24 pl-4`}>
              {t("table")}
            </th>
            <th scope="col" className={`${head} text-right`}>
              <RouteLink
                href={`/reloads/${before.reload.id}`}
                className="inline-block py-1 text-accent-ink hover:underline"
              >
                {t("before")}
              </RouteLink>
            </th>
            <th scope="col" className={`${head} text-right`}>
              {t("after")}
            </th>
            <th scope="col" className={`${head} pr-4 text-right`}>
              {t("difference")}
            </th>
          </tr>
        </thead>
        <tbody>
          {tables.map((table) => (
            <Row key={table.name} {...table} name={<code>{table.name}</code>} show={format.count} />
          ))}
          <Row name={t("total")} before={sum(before)} after={sum(after)} show={format.count} total />
          <Row name={t("duration")} before={took(before)} after={took(after)} show={format.duration} />
          <Row
            name={t("size")}
            before={before.made?.bytes ?? null}
            after={after.made?.bytes ?? null}
            show={format.bytes}
          />
        </tbody>
      </table>
    </div>
  );
}
