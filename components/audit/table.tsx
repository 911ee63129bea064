"use client";

import { useTranslations } from "next-intl";
import { RelativeTime } from "../patterns/relative-time";
import type { RouterOutputs } from "../providers/types";
import { cellClass, PlainTable } from "../settings/table";
import { TextLink } from "../ui/link";

type Line = RouterOutputs["audit"]["list"]["items"][number];

const KINDS = ["user", "apiKey", "system", "local"] as const;

function Actor({ line }: { line: Line }) {
  const t = useTranslations("audit.actorKind");
  const kind = KINDS.find((known) => line.actor.startsWith(`${known}:`));
  return (
    <>
      <span className="block font-medium">{line.actorName ?? (kind ? t(kind) : line.actor)}</span>
      <code className="block text-12 text-ink-3">{line.actor.slice(line.actor.indexOf(":") + 1)}</code>
    </>
  );
}

function Details({ payload }: Pick<Line, "payload">) {
  const t = useTranslations("audit");
  if (payload === null) return <span className="text-ink-3">{t("erased")}</span>;
  if (Object.keys(payload).length === 0) return null;
  return (
    <details>
      <summary className="min-h-6 cursor-pointer text-accent-ink">{t("show")}</summary>
      <pre className="mt-1 max-w-80 text-12 break-words whitespace-pre-wrap">
        {JSON.stringify(payload, null, 2)}
      </pre>
    </details>
  );
}

/** @param linked entries of a tenant lead to that tenant's part */
export function AuditTable({ lines, linked }: { lines: Line[]; linked: boolean }) {
  const t = useTranslations("audit");
  const column = useTranslations("audit.column");
  return (
    <PlainTable
      label={t("table")}
      heads={[column("at"), column("actor"), column("action"), column("target"), column("details")]}
    >
      {lines.map((line) => (
        <tr key={line.id}>
          <td className={`${cellClass} whitespace-nowrap text-ink-2`}>
            <RelativeTime at={line.at} />
          </td>
          <td className={cellClass}>
            <Actor line={line} />
          </td>
          <td className={cellClass}>
            <code>{line.action}</code>
          </td>
          <td className={cellClass}>
            <code className="text-12 text-ink-2">{line.target}</code>
            {linked && line.tenantId ? (
              <span className="block text-12">
                <TextLink href={`/tenants/${line.tenantId}/activity`} prefetch={false}>
                  {t("tenantOnly")}
                </TextLink>
              </span>
            ) : null}
          </td>
          <td className={cellClass}>
            <Details payload={line.payload} />
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
