"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { StatusMark } from "../patterns/status-mark";
import type { RouterOutputs } from "../providers/types";
import { cellClass, PlainTable } from "../settings/table";
import { Badge } from "../ui/small";
import { DirectoryId } from "./directory-id";

export type Plan = RouterOutputs["members"]["preview"];
type Row = Plan["rows"][number];
type GroupRow = Extract<Plan, { about: "groups" }>["rows"][number];

function What({ row }: { row: Row }) {
  const t = useTranslations("people.upload");
  if (row.what !== "bad")
    return (
      <StatusMark tone={row.what === "same" ? "cancelled" : "succeeded"}>{t(`what.${row.what}`)}</StatusMark>
    );
  return (
    <>
      <StatusMark tone="failed">{t("what.bad")}</StatusMark>
      <ul className="mt-1 grid gap-0.5 text-12 break-words text-failed-ink">
        {row.issues.map((issue) => (
          <li key={`${issue.column} ${issue.message}`}>
            <code className="font-mono">{issue.column}</code>: {issue.message}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Groups by name; one that the file makes, perhaps by a slip of the pen, says so. */
function Groups({ names, made }: { names: readonly string[]; made: readonly string[] }) {
  const t = useTranslations("people.upload");
  return (
    <ul className="grid gap-0.5">
      {names.map((name) => (
        <li key={name}>
          {name} {made.includes(name) ? <Badge accent>{t("newGroup")}</Badge> : null}
        </li>
      ))}
    </ul>
  );
}

/** What a group gets to open, and whom that shuts out. */
function Rights({ rights }: { rights: GroupRow["granting"] }) {
  const t = useTranslations("people.upload");
  return (
    <ul className="grid gap-0.5">
      {rights.map(({ kind, appId, target, name, closes }) => (
        <li key={`${kind} ${appId} ${target}`}>
          {name}
          {closes ? <span className="block text-12 text-ink-3">{t("closes")}</span> : null}
        </li>
      ))}
    </ul>
  );
}

/** A cell that stands under the row's first one on narrow screens, with its head before it. */
function Part({ head, empty, children }: { head: string; empty: boolean; children: ReactNode }) {
  const common = useTranslations("common");
  return (
    <td className={`${cellClass} max-md:col-start-2 max-md:py-0.5 ${empty ? "max-md:hidden" : ""}`}>
      <span className="text-12 text-ink-3 md:hidden">{head}</span>
      {empty ? common("none") : children}
    </td>
  );
}

/** A row of the file: a line of the table, and on narrow screens a card with what happens below it. */
function Line({ row, first, children }: { row: Row; first: ReactNode; children: ReactNode }) {
  return (
    <tr
      data-bad={row.what === "bad" || undefined}
      className="data-bad:bg-failed-soft max-md:grid max-md:grid-cols-[auto_minmax(0,1fr)] max-md:py-2"
    >
      <td className={`${cellClass} text-ink-3 max-md:py-0.5`}>{row.line}</td>
      <td className={`${cellClass} break-words max-md:py-0.5`}>{first}</td>
      {children}
      <td
        className={`${cellClass} md:max-w-[26rem] md:min-w-56 max-md:col-start-2 max-md:py-0.5 max-md:break-words`}
      >
        <What row={row} />
      </td>
    </tr>
  );
}

/** Every row of the file: what it would do, or what is wrong with it, in which line and column. */
export function UploadPreview({ plan }: { plan: Plan }) {
  const t = useTranslations("people");
  const common = useTranslations("common");
  const { newGroups } = plan;
  const line = t("upload.line");
  const what = t("upload.whatHead");
  if (plan.about === "groups") {
    const [joining, opens] = [t("upload.joining"), t("upload.opens")];
    return (
      <PlainTable cards label={t("upload.preview")} heads={[line, t("group.group"), joining, opens, what]}>
        {plan.rows.map((row) => (
          <Line
            key={row.line}
            row={row}
            first={
              <>
                <span className="font-medium">
                  {row.group ? <Groups names={[row.group]} made={newGroups} /> : common("none")}
                </span>
                <DirectoryId id={row.externalId} />
              </>
            }
          >
            <Part head={joining} empty={row.joining.length === 0}>
              <span className="block break-words">{row.joining.join(", ")}</span>
            </Part>
            <Part head={opens} empty={row.granting.length === 0}>
              <Rights rights={row.granting} />
            </Part>
          </Line>
        ))}
      </PlainTable>
    );
  }
  const [role, groups] = [t("role"), t("groups")];
  return (
    <PlainTable cards label={t("upload.preview")} heads={[line, t("person"), role, groups, what]}>
      {plan.rows.map((row) => (
        <Line
          key={row.line}
          row={row}
          first={
            <>
              <span className="block font-medium">{row.name || common("none")}</span>
              {row.name === row.email ? null : <span className="block text-12 text-ink-3">{row.email}</span>}
              <DirectoryId id={row.externalId} />
            </>
          }
        >
          <Part head={role} empty={false}>
            <span className="block">{t(`roles.${row.role}.name`)}</span>
          </Part>
          <Part head={groups} empty={row.groups.length === 0}>
            <Groups names={row.groups} made={newGroups} />
          </Part>
        </Line>
      ))}
    </PlainTable>
  );
}
