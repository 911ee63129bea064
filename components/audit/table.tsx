"use client";

import { useTranslations } from "next-intl";
import { RelativeTime } from "../patterns/relative-time";
import type { RouterOutputs } from "../providers/types";
import { cellClass, PlainTable } from "../settings/table";
import { TextLink } from "../ui/link";
import { EntryDetails } from "./details";
import { useActionWords } from "./words";

type Line = RouterOutputs["audit"]["list"]["items"][number];

const KINDS = ["user", "apiKey", "system", "local"] as const;

function useActorWords(): (line: Line) => string {
  const t = useTranslations("audit.actorKind");
  const audit = useTranslations("audit");
  return (line) => {
    const kind = KINDS.find((known) => line.actor.startsWith(`${known}:`));
    const actor = line.actorName ?? (kind ? t(kind) : line.actor);
    return line.viewedAs ? audit("actorAs", { actor, member: line.viewedAsName ?? t("user") }) : actor;
  };
}

/** @param linked entries of a tenant lead to that tenant's part */
export function AuditTable({ lines, linked }: { lines: Line[]; linked: boolean }) {
  const t = useTranslations("audit");
  const column = useTranslations("audit.column");
  const words = useActionWords();
  const actorWords = useActorWords();
  return (
    <PlainTable
      cards
      label={t("table")}
      heads={[column("at"), column("actor"), column("action"), column("target"), column("details")]}
    >
      {lines.map((line) => (
        <tr key={line.id} className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:py-2">
          <td
            className={`${cellClass} whitespace-nowrap text-ink-2 max-md:col-start-2 max-md:row-start-1 max-md:py-0.5`}
          >
            <RelativeTime at={line.at} />
          </td>
          <td
            className={`${cellClass} max-md:col-start-1 max-md:row-start-2 max-md:col-span-2 max-md:py-0.5`}
          >
            <span className="font-medium">{actorWords(line)}</span>
          </td>
          <td
            className={`${cellClass} max-md:col-start-1 max-md:row-start-1 max-md:py-0.5 max-md:font-medium`}
          >
            {words(line.action)}
          </td>
          <td className={`${cellClass} break-words max-md:col-span-2 max-md:py-0.5`}>
            {line.targetName ?? <code className="text-12 text-ink-2">{line.target}</code>}
            {linked && line.tenantId ? (
              <span className="block text-12">
                <TextLink href={`/tenants/${line.tenantId}/activity`} prefetch={false}>
                  {t("tenantOnly")}
                </TextLink>
              </span>
            ) : null}
          </td>
          <td className={`${cellClass} max-md:col-span-2 max-md:py-0.5`}>
            <EntryDetails line={line} />
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
