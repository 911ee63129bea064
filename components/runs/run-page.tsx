"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo } from "react";
import type { ReloadState } from "@/db/schema/states";
import { PageBar } from "../layout/top-bar";
import { ErrorState } from "../patterns/error-state";
import { LiveIndicator } from "./live-indicator";
import { RunContent } from "./run-content";
import { RunPageSkeleton } from "./run-page-skeleton";
import type { RunFacts } from "./run-types";
import { useRun } from "./use-run";
import { useRunLog } from "./use-run-log";

const OPEN = new Set<ReloadState>(["queued", "running", "cancelling"]);

/** The tab's title says how the run is doing, so that one sees it from another tab. */
function useDocumentTitle(run: RunFacts | undefined) {
  const t = useTranslations("runs");
  const title = run ? t("page.documentTitle", { state: t(`state.${run.state}`), title: run.title }) : null;
  useEffect(() => {
    if (title) document.title = `${title} · Tenantry`;
  }, [title]);
}

/** One run: its steps, its reloads' tables, its log, and what one can do about it. */
export function RunPage({ id }: { id: string }) {
  const shell = useTranslations("shell");
  const { view, query, status, lastHeard } = useRun(id);
  const reloads = view?.reloads;
  const logged = useMemo(
    () => (reloads ?? []).map((reload) => ({ id: reload.id, open: OPEN.has(reload.state) })),
    [reloads],
  );
  const log = useRunLog(logged);
  useDocumentTitle(view?.root.run);
  const indicator = useMemo(
    () => <LiveIndicator status={status} lastHeard={lastHeard} />,
    [status, lastHeard],
  );
  const crumbs = [{ label: shell("fleet") }, { label: shell("runs"), href: "/runs" }];
  const problem = query.error ? (
    <ErrorState error={query.error} onRetry={() => query.refetch()} className="mb-4" />
  ) : null;
  if (!view)
    return (
      <>
        <PageBar crumbs={crumbs} />
        {problem ?? <RunPageSkeleton />}
      </>
    );
  return (
    <>
      <PageBar crumbs={[...crumbs, { label: view.root.run.title }]} end={indicator} />
      <RunContent view={view} log={log} notice={problem} />
    </>
  );
}
