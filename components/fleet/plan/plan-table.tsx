"use client";

import { useTranslations } from "next-intl";
import { cellClass } from "../../settings/table";
import { planName } from "../../tenants/plan-name";
import { TenantsChoice } from "../../tenants/tenants-choice";
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
  return (
    <TenantsChoice
      rows={rows}
      chosen={chosen}
      onChange={onChange}
      words={{
        table: t("table"),
        all: t("all"),
        tenant: t("tenant"),
        choose: (name) => t("choose", { name }),
      }}
      heads={[t("has"), t("what"), t("price")]}
    >
      {(row) => (
        <>
          <td className={cellClass}>{planName(row.plan)}</td>
          <td className={`${cellClass} max-w-[26rem] min-w-52`}>
            <PlanWhat row={row} />
          </td>
          <td className={`${cellClass} min-w-44 tabular-nums`}>
            <PlanPrice effect={row.effect} />
          </td>
        </>
      )}
    </TenantsChoice>
  );
}
