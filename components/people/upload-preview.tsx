"use client";

import { useTranslations } from "next-intl";
import { StatusMark } from "../patterns/status-mark";
import type { RouterOutputs } from "../providers/types";
import { cellClass, PlainTable } from "../settings/table";
import { DirectoryId } from "./directory-id";

export type Plan = RouterOutputs["members"]["preview"];
type Row = Plan["rows"][number];

function What({ row }: { row: Row }) {
  const t = useTranslations("people.upload");
  if (row.what !== "bad")
    return (
      <StatusMark tone={row.what === "same" ? "cancelled" : "succeeded"}>{t(`what.${row.what}`)}</StatusMark>
    );
  return (
    <>
      <StatusMark tone="failed">{t("what.bad")}</StatusMark>
      <ul className="mt-1 grid gap-0.5 text-12 text-failed-ink">
        {row.issues.map((issue) => (
          <li key={`${issue.column} ${issue.message}`}>
            <code className="font-mono">{issue.column}</code>: {issue.message}
          </li>
        ))}
      </ul>
    </>
  );
}

const bad = (row: Row) => row.what === "bad" || undefined;

/** Every row of the file: what it would do, or what is wrong with it, in which line and column. */
export function UploadPreview({ plan }: { plan: Plan }) {
  const t = useTranslations("people");
  const common = useTranslations("common");
  const line = t("upload.line");
  if (plan.about === "groups")
    return (
      <PlainTable
        label={t("upload.preview")}
        heads={[line, t("group.group"), t("upload.joining"), t("upload.whatHead")]}
      >
        {plan.rows.map((row) => (
          <tr key={row.line} data-bad={bad(row)} className="data-bad:bg-failed-soft">
            <td className={`${cellClass} text-ink-3`}>{row.line}</td>
            <td className={`${cellClass} font-medium`}>
              {row.group || common("none")}
              <DirectoryId id={row.externalId} />
            </td>
            <td className={cellClass}>{row.joining.join(", ") || common("none")}</td>
            <td className={`${cellClass} max-w-[26rem] min-w-56`}>
              <What row={row} />
            </td>
          </tr>
        ))}
      </PlainTable>
    );
  return (
    <PlainTable
      label={t("upload.preview")}
      heads={[line, t("person"), t("role"), t("groups"), t("upload.whatHead")]}
    >
      {plan.rows.map((row) => (
        <tr key={row.line} data-bad={bad(row)} className="data-bad:bg-failed-soft">
          <td className={`${cellClass} text-ink-3`}>{row.line}</td>
          <td className={cellClass}>
            <span className="block font-medium">{row.name || common("none")}</span>
            {row.name === row.email ? null : <span className="block text-12 text-ink-3">{row.email}</span>}
            <DirectoryId id={row.externalId} />
          </td>
          <td className={cellClass}>{t(`roles.${row.role}.name`)}</td>
          <td className={cellClass}>{row.groups.join(", ") || common("none")}</td>
          <td className={`${cellClass} max-w-[26rem] min-w-56`}>
            <What row={row} />
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
