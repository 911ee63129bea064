"use client";

import { useTranslations } from "next-intl";
import type { RouterOutputs } from "../providers/types";

type Line = RouterOutputs["audit"]["list"]["items"][number];

/** `user:usr_…` as its id. */
const idOf = (actor: string) => actor.slice(actor.indexOf(":") + 1);

/** From where, by which request, the ids behind the names, and what changed. */
export function EntryDetails({ line }: { line: Line }) {
  const t = useTranslations("audit");
  const entry = useTranslations("audit.entry");
  const { address, requestId, actor, viewedAs, action, target, payload } = line;
  const facts: [label: string, value: string | null][] = [
    [entry("from"), address === "cli" ? t("actorKind.local") : address],
    [entry("request"), requestId],
    [entry("actor"), idOf(actor)],
    [entry("viewedAs"), viewedAs && idOf(viewedAs)],
    [entry("action"), action],
    [entry("target"), target],
  ];
  return (
    <details>
      <summary className="min-h-6 cursor-pointer text-accent-ink">{t("show")}</summary>
      <dl className="mt-1 grid max-w-80 grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-12">
        {facts.map(([label, value]) =>
          value ? (
            <div key={label} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-ink-3">{label}</dt>
              <dd className="break-words">
                <code>{value}</code>
              </dd>
            </div>
          ) : null,
        )}
      </dl>
      {payload === null ? <p className="mt-1 text-12 text-ink-3">{t("erased")}</p> : null}
      {payload && Object.keys(payload).length > 0 ? (
        <pre className="mt-1 max-w-80 text-12 break-words whitespace-pre-wrap">
          {JSON.stringify(payload, null, 2)}
        </pre>
      ) : null}
    </details>
  );
}
