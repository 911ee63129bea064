"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { PageBar } from "../layout/top-bar";
import { CopyId } from "../patterns/copy-button";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { useMay, useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { cn } from "../ui/cn";
import { TextLink } from "../ui/link";
import { FirstSteps } from "./first-steps";
import { planName } from "./plan-name";
import { TenantActions } from "./tenant-actions";
import { TenantApps } from "./tenant-apps";
import { TenantClosed } from "./tenant-closed";
import { TenantConnections } from "./tenant-connections";
import { TenantReloads, TenantRuns } from "./tenant-history";
import { TenantNotice } from "./tenant-notice";
import { TenantPageSkeleton } from "./tenant-page-skeleton";
import { TenantPeople } from "./tenant-people";
import { TenantPlan } from "./tenant-plan";
import { TenantProblems } from "./tenant-problems";
import { TenantStatus } from "./tenant-state";
import { platformWord } from "./use-tenant-columns";

type Tenant = RouterOutputs["tenants"]["get"];

/** People shown as a figure; more than one page of them is "200+". */
const PEOPLE = 200;
/** Before it first ran, and while it goes, its runs tell all there is. */
const HAS_RUN: ReadonlySet<Tenant["state"]> = new Set(["failed", "suspended"]);
const LOOK_AGAIN_MS = { moving: 4_000, calm: 30_000 };

function People({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants.page");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.members.list.queryOptions({ tenantId, limit: PEOPLE }));
  if (!data) return "–";
  const text = t("members", { count: data.items.length });
  return data.next ? text.replace(String(PEOPLE), `${PEOPLE}+`) : text;
}

function TenantFacts({ tenant }: { tenant: Tenant }) {
  const t = useTranslations("tenants");
  const fact = useTranslations("tenants.page.facts");
  const format = useFormat();
  const me = useMe();
  const people = useMay("members:read", tenant.id);
  return (
    <TitleBlock>
      <TitleCell label={fact("state")}>
        <TenantStatus tenant={tenant} />
      </TitleCell>
      <TitleCell label={fact("plan")}>{planName(tenant.plan)}</TitleCell>
      {people ? (
        <TitleCell label={fact("people")}>
          <People tenantId={tenant.id} />
        </TitleCell>
      ) : null}
      <TitleCell label={fact("data")}>
        {tenant.lastReloadAt ? <RelativeTime at={tenant.lastReloadAt} /> : t("noData")}
      </TitleCell>
      {me.operatorRole ? (
        <TitleCell label={fact("platform")} remark={tenant.region}>
          {platformWord(t, tenant.platform)}
        </TitleCell>
      ) : (
        <TitleCell label={fact("region")}>{tenant.region}</TitleCell>
      )}
      <TitleCell label={fact("created")}>
        <time dateTime={tenant.createdAt.toISOString()} title={format.full(tenant.createdAt)}>
          {format.day(tenant.createdAt)}
        </time>
      </TitleCell>
    </TitleBlock>
  );
}

/** One tenant: its facts, apps, connections, and what happened lately. */
export function TenantPage({ id }: { id: string }) {
  const shell = useTranslations("shell");
  const activity = useTranslations("audit")("activity");
  const settings = useTranslations("tenants.settings")("title");
  const embeds = useTranslations("embeds.page")("title");
  const billing = useTranslations("billing.page")("title");
  const trpc = useTRPC();
  const {
    data: tenant,
    error,
    refetch,
  } = useQuery({
    ...trpc.tenants.get.queryOptions({ id }),
    refetchInterval: ({ state }) =>
      state.data?.state === "setting-up" || state.data?.state === "deleting"
        ? LOOK_AGAIN_MS.moving
        : LOOK_AGAIN_MS.calm,
  });
  const may = {
    apps: useMay("apps:read", id),
    connections: useMay("connections:read", id),
    runs: useMay("runs:read", id),
    reloads: useMay("reloads:read", id),
    people: useMay("members:read", id),
    usage: useMay("tenants:read", id),
    audit: useMay("audit:read", id),
    settings: useMay("tenants:customize", id),
    embeds: useMay("embeds:read", id),
    billing: useMay("billing:read", id),
  };
  const operator = useMe().operatorRole !== null;
  // Who looks after it; everybody else comes for its apps.
  const keeps = may.connections;
  const crumbs = [{ label: shell("fleet") }, { label: shell("tenants"), href: "/tenants" }];
  if (!tenant)
    return (
      <>
        <PageBar crumbs={crumbs} />
        {error ? <ErrorState error={error} onRetry={() => refetch()} /> : <TenantPageSkeleton />}
      </>
    );
  const closed = tenant.state === "suspended" && !operator;
  const told = tenant.state === "active" || (keeps && HAS_RUN.has(tenant.state));
  return (
    <>
      <PageBar crumbs={[...crumbs, { label: tenant.name }]} />
      <PageHeader
        title={tenant.name}
        mark={<Plot id={tenant.id} size={40} />}
        actions={closed ? undefined : <TenantActions tenant={tenant} />}
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
          {operator ? (
            <>
              <code>{tenant.slug}</code>
              <CopyId value={tenant.id} />
            </>
          ) : null}
          {may.settings ? <TextLink href={`/tenants/${id}/settings`}>{settings}</TextLink> : null}
          {may.billing ? <TextLink href={`/tenants/${id}/billing`}>{billing}</TextLink> : null}
          {may.embeds ? <TextLink href={`/tenants/${id}/embeds`}>{embeds}</TextLink> : null}
          {may.audit ? <TextLink href={`/tenants/${id}/activity`}>{activity}</TextLink> : null}
        </span>
      </PageHeader>
      {closed ? <TenantClosed tenantId={id} name={tenant.name} /> : <TenantNotice tenant={tenant} />}
      {closed ? null : <FirstSteps tenantId={id} />}
      {keeps ? <TenantFacts tenant={tenant} /> : null}
      <div
        className={cn(
          "grid items-start gap-5",
          (keeps || may.people) && "lg:grid-cols-[minmax(0,1fr)_24rem]",
        )}
      >
        <div className="grid min-w-0 gap-5">
          {told ? <TenantProblems tenantId={id} keeps={keeps} /> : null}
          {may.apps && !closed ? <TenantApps tenantId={id} keeps={keeps} /> : null}
          {may.runs ? <TenantRuns tenantId={id} /> : null}
          {may.reloads ? <TenantReloads tenantId={id} /> : null}
        </div>
        <div className="grid min-w-0 gap-5">
          {may.usage && keeps ? <TenantPlan tenantId={id} /> : null}
          {may.connections ? <TenantConnections tenantId={id} /> : null}
          {may.people ? <TenantPeople tenantId={id} /> : null}
        </div>
      </div>
    </>
  );
}
