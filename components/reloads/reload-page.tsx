"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useMemo } from "react";
import { useFormat } from "../format/use-format";
import { PageBar } from "../layout/top-bar";
import { CopyId } from "../patterns/copy-button";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { RELOAD_TONES } from "../patterns/tones";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { Failure } from "../runs/failure";
import { LogPanel } from "../runs/log-panel";
import { ReloadFigures, ReloadTables } from "../runs/reload-tables";
import { mergeReload } from "../runs/reload-view";
import { useRunLog } from "../runs/use-run-log";
import { TenantPageSkeleton } from "../tenants/tenant-page-skeleton";
import { ButtonLink } from "../ui/button";
import { TextLink } from "../ui/link";
import { Badge, Card } from "../ui/small";
import { Comparison } from "./comparison";
import { ReloadActions } from "./reload-actions";
import { Took } from "./took";
import { Trend } from "./trend";

type Report = RouterOutputs["reloads"]["report"];

const LOOK_AGAIN_MS = 1_000;
const isMoving = (state: Report["reload"]["state"]) =>
  RELOAD_TONES[state] === "running" || RELOAD_TONES[state] === "queued";

function Facts({ report }: { report: Report }) {
  const t = useTranslations("reloads");
  const fact = useTranslations("reloads.page.facts");
  const format = useFormat();
  const { reload, made, app } = report;
  const rows = made?.rows ?? reload.progress?.rows ?? null;
  const serves = made !== null && app?.publishedGenerationId === made.id;
  return (
    <TitleBlock>
      <TitleCell
        label={fact("state")}
        remark={reload.attempt > 1 ? `${fact("attempt")} ${reload.attempt}` : undefined}
      >
        <StatusMark tone={RELOAD_TONES[reload.state]}>{t(`state.${reload.state}`)}</StatusMark>
      </TitleCell>
      <TitleCell label={fact("began")}>{t(`trigger.${reload.trigger}`)}</TitleCell>
      <TitleCell label={fact("started")}>
        <RelativeTime at={reload.startedAt ?? reload.createdAt} />
      </TitleCell>
      <TitleCell label={fact("took")}>
        <Took reload={reload} />
      </TitleCell>
      <TitleCell label={fact("rows")}>{rows === null ? "–" : format.count(rows)}</TitleCell>
      <TitleCell
        label={fact("size")}
        remark={made ? <Badge>{serves ? t("page.serving") : t("page.replaced")}</Badge> : undefined}
      >
        {made?.bytes ? format.bytes(made.bytes) : "–"}
      </TitleCell>
    </TitleBlock>
  );
}

function Content({ report }: { report: Report }) {
  const t = useTranslations("reloads.page");
  const ids = [useId(), useId(), useId()];
  const { reload, previous, trend } = report;
  const moving = isMoving(reload.state);
  const view = useMemo(() => mergeReload(undefined, reload), [reload]);
  const log = useRunLog([{ id: reload.id, open: moving }]);
  return (
    <>
      {reload.error && !moving ? (
        <section
          aria-label={t("why")}
          className="mb-6 rounded-3 border border-line-strong px-4 py-3.5 shadow-[inset_3px_0_var(--failed-mark)]"
        >
          <h2 className="sr-only">{t("why")}</h2>
          <Failure error={reload.error} />
        </section>
      ) : null}
      <Facts report={report} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card id={ids[0]} title={t("tables")}>
          <div className="px-4 py-3">
            <ReloadFigures reload={view} />
            {view.tables.length > 0 ? (
              <ReloadTables reload={view} />
            ) : (
              <p className="text-13 text-ink-3">{t(moving ? "tablesYet" : "tablesNone")}</p>
            )}
          </div>
        </Card>
        <Card id={ids[1]} title={t("trend")}>
          <Trend reloads={trend} current={reload.id} />
        </Card>
        {moving ? null : (
          <Card id={ids[2]} title={t("compare")} className="lg:col-span-2">
            {previous ? (
              <Comparison before={previous} after={{ reload, made: report.made }} />
            ) : (
              <p className="px-4 py-3.5 text-13 text-ink-3">{t("compareNone")}</p>
            )}
          </Card>
        )}
      </div>
      <LogPanel lines={log.lines} dropped={log.dropped} live={moving} name={reload.id} />
    </>
  );
}

/** One reload: how it went, what it made, and how that compares. */
export function ReloadPage({ id }: { id: string }) {
  const t = useTranslations("reloads");
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.reloads.report.queryOptions({ id }),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data.reload.state) ? LOOK_AGAIN_MS : false),
  });
  const report = query.data;
  const mayRun = useMay("runs:read", report?.tenant.id);
  const crumbs = [{ label: t("place") }, { label: t("title"), href: "/reloads" }];
  if (!report)
    return (
      <>
        <PageBar crumbs={crumbs} />
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <TenantPageSkeleton />
        )}
      </>
    );
  const { reload, tenant, app } = report;
  const title = app?.title ?? reload.appId;
  return (
    <>
      <PageBar crumbs={[...crumbs, { label: title }]} />
      <PageHeader
        title={title}
        mark={<Plot id={tenant.id} size={40} />}
        actions={
          <>
            {app ? (
              <ButtonLink href={`/tenants/${tenant.id}/apps/${app.id}`}>{t("page.openApp")}</ButtonLink>
            ) : null}
            {reload.runId && mayRun ? (
              <ButtonLink href={`/runs/${reload.runId}`}>{t("page.openRun")}</ButtonLink>
            ) : null}
            <ReloadActions
              id={reload.id}
              app={app?.id ?? null}
              tenantId={tenant.id}
              moving={isMoving(reload.state)}
            />
          </>
        }
      >
        <span className="flex flex-wrap items-center gap-x-3">
          <TextLink href={`/tenants/${tenant.id}`}>{tenant.name}</TextLink>
          <CopyId value={reload.id} />
        </span>
      </PageHeader>
      <Content key={reload.id} report={report} />
    </>
  );
}
