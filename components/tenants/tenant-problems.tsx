"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { RelativeTime } from "../patterns/relative-time";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Message } from "../runs/failure";
import { ButtonLink } from "../ui/button";
import { StatusIcon, type Tone } from "../ui/status-icon";
import { Part } from "./part";

type Problem = RouterOutputs["tenants"]["problems"][number];

const TONES: Record<Problem["kind"], Tone> = {
  reload: "failed",
  connection: "failed",
  late: "warning",
  usage: "warning",
  mail: "warning",
  "embed-key": "warning",
  "api-key": "warning",
};

const METERS = ["rows", "apps", "members", "reloads", "storage"] as const;

/** Where it is mended; null where the person who looks can only know of it. */
function useWay(tenantId: string): (problem: Problem) => string | null {
  const may = {
    reloads: useMay("reloads:read", tenantId),
    outbox: useMay("settings:read"),
  };
  return ({ kind, id }) => {
    const tenant = `/tenants/${tenantId}`;
    if (kind === "reload") return `/reloads/${id}`;
    if (kind === "connection") return `/connections/${id}`;
    if (kind === "late") return may.reloads ? `/reloads?tenant=${tenantId}` : null;
    if (kind === "usage") return `${tenant}/billing`;
    if (kind === "embed-key") return `${tenant}/embeds`;
    if (kind === "api-key") return "/settings/api-keys";
    return may.outbox ? "/settings/outbox" : `${tenant}/people`;
  };
}

/** What is the matter, in one sentence. */
function useSaid(): (problem: Problem) => string {
  const t = useTranslations("tenants.problems");
  const meter = useTranslations("tenants.page.meter");
  const format = useFormat();
  return ({ kind, id, title, at, amount }) => {
    if (kind === "usage") {
      const name = METERS.find((known) => known === id);
      const values = { name: name ? meter(name) : id, share: format.percent(amount ?? 0) };
      return t((amount ?? 0) > 1 ? "said.over" : "said.near", values);
    }
    if (kind === "mail") return t("said.mail", { count: amount ?? 0 });
    if (kind === "late") return t("said.late");
    if (kind === "embed-key" || kind === "api-key")
      return t(`said.${kind}`, { name: title, day: at ? format.day(at) : "" });
    return t(`said.${kind}`, { name: title });
  };
}

/** Of a key `at` lies ahead, and its sentence has the day already. */
const hasBegun = ({ kind, at }: Problem) => at !== null && kind !== "embed-key" && kind !== "api-key";

function Row({ problem, href, said }: { problem: Problem; href: string | null; said: string }) {
  const t = useTranslations("tenants.problems");
  const { kind, at, reason } = problem;
  const action = t(`action.${kind}`);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line px-4 py-2.5 text-13 not-first:border-t">
      <StatusIcon tone={TONES[kind]} className="shrink-0 self-start max-md:mt-0.5" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium break-words">
          {said}
          {at && hasBegun(problem) ? (
            <span className="ml-2 text-12 font-normal text-ink-3">
              {t.rich(kind === "reload" ? "since" : "last", { when: () => <RelativeTime at={at} /> })}
            </span>
          ) : null}
        </p>
        {reason ? (
          <p className="text-12 break-words text-ink-2">
            <Message text={reason} />
          </p>
        ) : null}
        {href ? <p className="text-12 text-ink-2">{t(`advice.${kind}`)}</p> : null}
      </div>
      {href ? (
        <ButtonLink size="s" href={href} aria-label={`${action}: ${said}`} className="max-md:ml-7">
          {action}
        </ButtonLink>
      ) : null}
    </li>
  );
}

/**
 * What is open in the tenant, each with its way to mend it.
 * @param keeps whether the person looks after it: others are told only what concerns them
 */
export function TenantProblems({ tenantId, keeps }: { tenantId: string; keeps: boolean }) {
  const t = useTranslations("tenants.problems");
  const trpc = useTRPC();
  const problems = useQuery(trpc.tenants.problems.queryOptions({ id: tenantId }));
  const wayTo = useWay(tenantId);
  const say = useSaid();
  if (!keeps && !problems.data?.length) return null;
  return (
    <Part title={t("title")} query={problems} empty={(list) => (list.length ? null : t("none"))}>
      {(list) => (
        <ul>
          {list.map((problem) => (
            <Row
              key={`${problem.kind}:${problem.id}`}
              problem={problem}
              href={wayTo(problem)}
              said={say(problem)}
            />
          ))}
        </ul>
      )}
    </Part>
  );
}
