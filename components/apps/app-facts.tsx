"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { RelativeTime } from "../patterns/relative-time";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { ReloadBars } from "../reloads/reload-bars";
import { ScheduleWords } from "./schedule-words";

export type App = RouterOutputs["apps"]["get"];

const BARS = 14;

function LastReloads({ app }: { app: App }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.reloads.list.queryOptions({ appId: app.id, limit: BARS }));
  return data ? <ReloadBars states={data.items.map((reload) => reload.state).reverse()} /> : "–";
}

/** What the app serves now, from what, and how often it is renewed. */
export function AppFacts({ app }: { app: App }) {
  const t = useTranslations("apps.page");
  const fact = useTranslations("apps.page.facts");
  const format = useFormat();
  const reloads = useMay("reloads:read", app.tenantId);
  const trpc = useTRPC();
  const { published } = app;
  // The clock of scheduled reloads is the tenant's, where it has one.
  const zone = useQuery(trpc.tenants.get.queryOptions({ id: app.tenantId })).data?.timeZone;
  const connections = [...new Set(Object.values(app.connections))].join(", ");
  const staged = app.stagedVersion !== app.publishedVersion ? app.stagedVersion : null;
  return (
    <TitleBlock>
      <TitleCell label={fact("version")} remark={staged ? fact("staged", { version: staged }) : undefined}>
        {app.publishedVersion ?? t("notPublished")}
      </TitleCell>
      <TitleCell label={fact("data")}>
        {published ? <RelativeTime at={published.createdAt} /> : "–"}
      </TitleCell>
      <TitleCell
        label={fact("rows")}
        remark={published?.bytes ? fact("size", { size: format.bytes(published.bytes) }) : undefined}
      >
        {published ? format.count(published.rows) : "–"}
      </TitleCell>
      <TitleCell label={fact("connections")}>
        <span title={connections}>{connections || "–"}</span>
      </TitleCell>
      <TitleCell
        label={fact("schedule")}
        remark={
          app.schedule
            ? `${zone ?? app.schedule.zone}${app.schedule.partial ? `, ${fact("partial")}` : ""}`
            : undefined
        }
      >
        {app.schedule ? <ScheduleWords cron={app.schedule.cron} /> : fact("noSchedule")}
      </TitleCell>
      {reloads ? (
        <TitleCell label={fact("reloads")}>
          <span className="flex h-[22px] items-center">
            <LastReloads app={app} />
          </span>
        </TitleCell>
      ) : null}
    </TitleBlock>
  );
}
