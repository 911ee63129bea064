"use client";

import { useTranslations } from "next-intl";
import { RelativeTime } from "../patterns/relative-time";
import type { RouterOutputs } from "../providers/types";
import { cellClass, PlainTable } from "../settings/table";
import { TextLink } from "../ui/link";
import { useActionWords } from "./words";

type Line = RouterOutputs["audit"]["list"]["items"][number];

const KINDS = ["user", "apiKey", "system", "local"] as const;

function Actor({ line }: { line: Line }) {
  const t = useTranslations("audit.actorKind");
  const audit = useTranslations("audit");
  const kind = KINDS.find((known) => line.actor.startsWith(`${known}:`));
  const actor = line.actorName ?? (kind ? t(kind) : line.actor);
  return (
    <>
      <span className="block font-medium">
        {line.viewedAs ? audit("actorAs", { actor, member: line.viewedAsName ?? t("user") }) : actor}
      </span>
      <code className="block text-12 text-ink-3">{line.actor.slice(line.actor.indexOf(":") + 1)}</code>
      {line.viewedAs ? (
        <code className="block text-12 text-ink-3">
          {line.viewedAs.slice(line.viewedAs.indexOf(":") + 1)}
        </code>
      ) : null}
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
  const words = useActionWords();
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
            <Actor line={line} />
          </td>
          <td
            className={`${cellClass} max-md:col-start-1 max-md:row-start-1 max-md:py-0.5 max-md:font-medium`}
          >
            <span className="block">{words(line.action)}</span>
            <code className="block text-12 text-ink-3">{line.action}</code>
          </td>
          <td className={`${cellClass} break-words max-md:col-span-2 max-md:py-0.5`}>
            <code className="text-12 text-ink-2">{line.target}</code>
            {linked && line.tenantId ? (
              <span className="block text-12">
                <TextLink href={`/tenants/${line.tenantId}/activity`} prefetch={false}>
                  {t("tenantOnly")}
                </TextLink>
              </span>
            ) : null}
          </td>
          <td className={`${cellClass} max-md:col-span-2 max-md:py-0.5`}>
            <Details payload={line.payload} />
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}
