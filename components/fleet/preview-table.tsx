"use client";

import { useTranslations } from "next-intl";
import { StatusMark } from "../patterns/status-mark";
import type { RouterOutputs } from "../providers/types";
import { cellClass, PlainTable } from "../settings/table";

export type OnboardRow = RouterOutputs["onboarding"]["preview"]["rows"][number];

function Issues({ row }: { row: OnboardRow }) {
  return (
    <ul className="mt-1 grid gap-0.5 text-12 text-failed-ink">
      {row.issues.map((issue) => (
        <li key={`${issue.path} ${issue.message}`}>
          <code className="font-mono">{issue.path}</code>: {issue.message}
        </li>
      ))}
    </ul>
  );
}

/** Every row of the upload: what it would do, or what is wrong with it and in which line. */
export function PreviewTable({ rows }: { rows: readonly OnboardRow[] }) {
  const t = useTranslations("fleet");
  const common = useTranslations("common");
  return (
    <PlainTable
      label={t("preview")}
      // What happens comes before what is long and known: on a phone it must be in sight.
      heads={[t("column.line"), t("column.tenant"), t("column.what"), t("column.plan"), t("column.apps")]}
    >
      {rows.map((row) => (
        <tr key={row.index} data-bad={row.issues.length > 0 || undefined} className="data-bad:bg-failed-soft">
          <td className={`${cellClass} text-ink-3`}>{row.line ?? common("none")}</td>
          <td className={cellClass}>
            <span className="block font-medium">{row.name || common("none")}</span>
            <span className="block text-12 text-ink-3">{row.slug || common("none")}</span>
          </td>
          <td className={`${cellClass} max-w-[26rem] min-w-56 max-md:min-w-48`}>
            {row.issues.length > 0 ? (
              <>
                <StatusMark tone="failed">{t("row.bad")}</StatusMark>
                <Issues row={row} />
              </>
            ) : (
              <StatusMark tone="succeeded">{t(`row.${row.kind}`)}</StatusMark>
            )}
          </td>
          <td className={cellClass}>{row.plan || common("none")}</td>
          <td className={cellClass}>
            <span className="block">{row.apps.join(", ") || common("none")}</span>
            <span className="block text-12 text-ink-3">{row.connections.join(", ")}</span>
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
