"use client";

import { useTranslations } from "next-intl";
import { Plot } from "../../patterns/plot";
import { StatusMark } from "../../patterns/status-mark";
import { cellClass, PlainTable } from "../../settings/table";
import { planName } from "../../tenants/plan-name";
import { Checkbox } from "../../ui/checkbox";
import { TextLink } from "../../ui/link";
import { type AddRow, useReason } from "./use-reason";

function What({ row }: { row: AddRow }) {
  const t = useTranslations("templates.add");
  const reason = useReason();
  if (row.problem) {
    const { why, advice } = reason(row.problem);
    return (
      <>
        <StatusMark tone={row.problem.code === "has" ? "queued" : "failed"}>{why}</StatusMark>
        <p className="mt-0.5 text-12 text-ink-2">{advice}</p>
      </>
    );
  }
  const sources = [...new Set(Object.values(row.connections))].join(", ");
  return (
    <>
      <StatusMark tone="succeeded">{t("fits")}</StatusMark>
      {sources ? <p className="mt-0.5 text-12 text-ink-2">{t("reads", { sources })}</p> : null}
    </>
  );
}

/** Every tenant looked at: whether it can have the template, and why not. */
export function AddTable({
  rows,
  chosen,
  onChange,
}: {
  rows: readonly AddRow[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
}) {
  const t = useTranslations("templates.add");
  const fit = rows.filter((row) => row.problem === null).map((row) => row.tenantId);
  const all = fit.length > 0 && fit.every((id) => chosen.has(id));
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChange(next);
  };
  return (
    <PlainTable
      label={t("table")}
      heads={[
        <Checkbox
          key="all"
          aria-label={t("all")}
          checked={all}
          indeterminate={!all && chosen.size > 0}
          disabled={fit.length === 0}
          onCheckedChange={(on) => onChange(new Set(on ? fit : []))}
        />,
        t("tenant"),
        t("what"),
        t("plan"),
      ]}
    >
      {rows.map((row) => (
        <tr key={row.tenantId}>
          <td className={`${cellClass} w-8`}>
            <Checkbox
              aria-label={t("choose", { name: row.name })}
              checked={chosen.has(row.tenantId)}
              disabled={row.problem !== null}
              onCheckedChange={(on) => toggle(row.tenantId, on)}
            />
          </td>
          <td className={cellClass}>
            <span className="flex items-center gap-2.5">
              <Plot id={row.tenantId} size={22} />
              <TextLink href={`/tenants/${row.tenantId}`} className="text-ink">
                {row.name}
              </TextLink>
            </span>
          </td>
          <td className={`${cellClass} max-w-[30rem] min-w-56`}>
            <What row={row} />
          </td>
          <td className={cellClass}>{planName(row.plan)}</td>
        </tr>
      ))}
    </PlainTable>
  );
}
