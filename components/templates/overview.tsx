"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { ScheduleWords } from "../apps/schedule-words";
import type { RouterOutputs } from "../providers/types";
import { Badge, Card } from "../ui/small";
import { FactsTable } from "./facts-table";
import { textIn } from "./text-in";

export type Version = RouterOutputs["templates"]["version"];

function bounds(check: Version["manifest"]["verify"][number]): string {
  if (check.equals !== undefined) return `= ${check.equals}`;
  return [
    check.min === undefined ? null : `≥ ${check.min}`,
    check.max === undefined ? null : `≤ ${check.max}`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** What a version answers, and what it needs of a customer. */
export function Overview({ version }: { version: Version }) {
  const t = useTranslations("templates.version");
  const locale = useLocale();
  const id = useId();
  const { manifest } = version;
  const none = <p className="px-4 py-3.5 text-13 text-ink-3">{t("none")}</p>;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Card id={`${id}q`} title={t("questions")}>
        {manifest.questions.length === 0 ? none : null}
        <ul>
          {manifest.questions.map((question) => (
            <li key={textIn(question, "en")} className="border-line px-4 py-2 text-13 not-first:border-t">
              {textIn(question, locale)}
            </li>
          ))}
        </ul>
      </Card>
      <Card id={`${id}c`} title={t("connections")}>
        {manifest.connections.length === 0 ? none : null}
        <ul>
          {manifest.connections.map((slot) => (
            <li key={slot.name} className="border-line px-4 py-2 text-13 not-first:border-t">
              <code className="text-13">{slot.name}</code>{" "}
              <span className="text-ink-2">{textIn(slot.description, locale)}</span>
              <span className="mt-0.5 flex flex-wrap gap-1">
                {slot.kinds ? (
                  slot.kinds.map((kind) => <Badge key={kind}>{kind}</Badge>)
                ) : (
                  <Badge>{t("anyKind")}</Badge>
                )}
              </span>
            </li>
          ))}
        </ul>
        {manifest.schedule ? (
          <p className="border-t border-line px-4 py-2.5 text-12 text-ink-2">
            {t("schedule")} <ScheduleWords cron={manifest.schedule.cron} /> ({manifest.schedule.zone}
            {manifest.schedule.partial ? `, ${t("schedulePartial")}` : null})
          </p>
        ) : (
          <p className="border-t border-line px-4 py-2.5 text-12 text-ink-3">{t("byHand")}</p>
        )}
      </Card>
      <Card id={`${id}t`} title={t("tables")} className="lg:col-span-2">
        {manifest.tables.length === 0 ? (
          none
        ) : (
          <FactsTable
            label={t("tables")}
            columns={[t("table"), t("slot"), t("columns")]}
            rows={manifest.tables.map((table) => ({
              key: table.name,
              cells: [
                <code key="name">{table.name}</code>,
                table.connection,
                <span key="columns" className="flex flex-wrap gap-x-2 gap-y-0.5">
                  {table.columns.map((column) => (
                    <code key={column.name} className={column.optional ? "text-ink-3" : undefined}>
                      {column.name}
                      {column.optional ? "?" : ""}
                    </code>
                  ))}
                </span>,
              ],
            }))}
          />
        )}
      </Card>
      <Card id={`${id}p`} title={t("parameters")}>
        {manifest.parameters.length === 0 ? (
          none
        ) : (
          <FactsTable
            label={t("parameters")}
            columns={[t("name"), t("type"), t("default")]}
            rows={manifest.parameters.map((p) => ({
              key: p.name,
              cells: [
                <code key="n">{p.name}</code>,
                p.type,
                p.default === undefined ? "–" : <code key="d">{String(p.default)}</code>,
              ],
            }))}
          />
        )}
      </Card>
      <Card id={`${id}v`} title={t("verify")}>
        {manifest.verify.length === 0 ? (
          none
        ) : (
          <FactsTable
            label={t("verify")}
            columns={[t("check"), t("measure"), t("expected")]}
            rows={manifest.verify.map((check) => ({
              key: check.name,
              cells: [check.name, <code key="m">{check.measure}</code>, bounds(check)],
            }))}
          />
        )}
      </Card>
    </div>
  );
}
