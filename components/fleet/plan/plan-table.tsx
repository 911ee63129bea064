"use client";

import { useTranslations } from "next-intl";
import { Plot } from "../../patterns/plot";
import { cellClass, PlainTable } from "../../settings/table";
import { planName } from "../../tenants/plan-name";
import { Checkbox } from "../../ui/checkbox";
import { TextLink } from "../../ui/link";
import { PlanPrice, type PlanRow, PlanWhat } from "./plan-words";

/** Every tenant looked at: whether it can have the plan, what that costs, and why not. */
export function PlanTable({
  rows,
  chosen,
  onChange,
}: {
  rows: readonly PlanRow[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: Set<string>) => void;
}) {
  const t = useTranslations("fleet.plan");
  const fit = rows.filter((row) => row.problem === null).map((row) => row.tenantId);
  const all = fit.length > 0 && fit.every((id) => chosen.has(id));
  const toggle = (id: string, on: boolean) =>
    onChange(new Set(on ? [...chosen, id] : [...chosen].filter((one) => one !== id)));
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
        t("has"),
        t("what"),
        t("price"),
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
          <td className={cellClass}>{planName(row.plan)}</td>
          <td className={`${cellClass} max-w-[26rem] min-w-52`}>
            <PlanWhat row={row} />
          </td>
          <td className={`${cellClass} min-w-44 tabular-nums`}>
            <PlanPrice effect={row.effect} />
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
