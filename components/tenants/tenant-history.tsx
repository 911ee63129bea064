"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { TwoLines } from "../patterns/data-table";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { isMoving, RELOAD_TONES, RUN_TONES } from "../patterns/tones";
import { useTRPC } from "../providers/trpc";
import { Elapsed } from "../runs/run-facts";
import { TextLink } from "../ui/link";
import { Part, PartRow } from "./part";

const SHOWN = 6;
const LOOK_AGAIN_MS = { moving: 4_000, calm: 30_000 };

export function TenantRuns({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants.page");
  const words = useTranslations("runs");
  const trpc = useTRPC();
  const runs = useQuery({
    ...trpc.runs.list.queryOptions({ tenantId, limit: SHOWN }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((run) => isMoving(run.state)) ? LOOK_AGAIN_MS.moving : LOOK_AGAIN_MS.calm,
  });
  return (
    <Part
      title={t("runs")}
      aside={<TextLink href={`/runs?tenant=${tenantId}`}>{t("allRuns")}</TextLink>}
      query={runs}
      empty={({ items }) => (items.length ? null : t("runsEmpty"))}
    >
      {({ items }) => (
        <ul>
          {items.map((run) => (
            <PartRow
              key={run.id}
              end={
                <>
                  <RelativeTime at={run.startedAt ?? run.createdAt} />
                  <br />
                  <Elapsed run={run} />
                </>
              }
            >
              <Link href={`/runs/${run.id}`} className="block min-h-6 hover:underline" prefetch={false}>
                <TwoLines below={run.error?.message}>
                  <StatusMark tone={RUN_TONES[run.state]}>{words(`state.${run.state}`)}</StatusMark>
                  <span className="ml-2 text-ink-2">{run.title}</span>
                </TwoLines>
              </Link>
            </PartRow>
          ))}
        </ul>
      )}
    </Part>
  );
}

export function TenantReloads({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants.page");
  const words = useTranslations("reloads");
  const format = useFormat();
  const trpc = useTRPC();
  const reloads = useQuery(trpc.reloads.list.queryOptions({ tenantId, limit: SHOWN }));
  const apps = useQuery(trpc.apps.overview.queryOptions({ tenantId, limit: 100 }));
  const titles = new Map(apps.data?.items.map((app) => [app.id, app.title]));
  return (
    <Part
      title={t("reloads")}
      aside={<TextLink href={`/reloads?tenant=${tenantId}`}>{t("allReloads")}</TextLink>}
      query={reloads}
      empty={({ items }) => (items.length ? null : t("reloadsEmpty"))}
    >
      {({ items }) => (
        <ul>
          {items.map((reload) => {
            const rows = reload.progress?.rows;
            const facts = [
              words(`trigger.${reload.trigger}`),
              rows === undefined ? null : words("rowCount", { count: rows, rows: format.count(rows) }),
            ];
            const line = (
              <TwoLines below={reload.error?.message ?? facts.filter(Boolean).join(", ")}>
                <StatusMark tone={RELOAD_TONES[reload.state]}>{words(`state.${reload.state}`)}</StatusMark>
                <span className="ml-2 text-ink-2">{titles.get(reload.appId) ?? reload.appId}</span>
              </TwoLines>
            );
            return (
              <PartRow key={reload.id} end={<RelativeTime at={reload.startedAt ?? reload.createdAt} />}>
                <Link
                  href={`/reloads/${reload.id}`}
                  className="block min-h-6 hover:underline"
                  prefetch={false}
                >
                  {line}
                </Link>
              </PartRow>
            );
          })}
        </ul>
      )}
    </Part>
  );
}
