"use client";

import { useTranslations } from "next-intl";
import { StatusMark } from "../../patterns/status-mark";
import { cellClass } from "../../settings/table";
import { planName } from "../../tenants/plan-name";
import { TenantsChoice } from "../../tenants/tenants-choice";
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
      heads={[t("what"), t("plan")]}
    >
      {(row) => (
        <>
          <td className={`${cellClass} max-w-[30rem] min-w-56`}>
            <What row={row} />
          </td>
          <td className={cellClass}>{planName(row.plan)}</td>
        </>
      )}
    </TenantsChoice>
  );
}
