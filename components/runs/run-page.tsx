"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo } from "react";
import { useFormat } from "../format/use-format";
import { PageBar } from "../layout/top-bar";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { Plot } from "../patterns/plot";
import { SegmentBar } from "../patterns/segment-bar";
import { LiveIndicator } from "./live-indicator";
import { appendLines } from "./log-buffer";
import { LogPanel } from "./log-panel";
import { RunActions } from "./run-actions";
import { RunFactCells } from "./run-facts";
import { RunPageSkeleton } from "./run-page-skeleton";
import { RunRail } from "./run-rail";
import { RunSteps } from "./run-steps";
import type { RunFacts } from "./run-types";
import { linesOfSteps } from "./step-lines";
import { figuresOf, type RunFigures, type StepItem, segmentsOf, stepGroups } from "./step-model";
import { useRun } from "./use-run";
import { useRunLog } from "./use-run-log";
import { useStepName } from "./use-step-name";

function useLead(run: RunFacts, figures: RunFigures): string {
  const t = useTranslations("runs.page.lead");
  if (run.state === "failed") {
    return figures.current ? t("failed", { step: figures.current.number }) : t("failedNoStep");
  }
  if (run.state === "succeeded" && run.result === "unchanged") return t("unchanged");
  return t(run.state);
}

/** The tab's title says how the run is doing, so that one sees it from another tab. */
function useDocumentTitle(run: RunFacts | undefined) {
  const t = useTranslations("runs");
  const title = run ? t("page.documentTitle", { state: t(`state.${run.state}`), title: run.title }) : null;
  useEffect(() => {
    if (title) document.title = `${title} · Tenantry`;
  }, [title]);
}

function useLines(items: StepItem[], log: ReturnType<typeof useRunLog>) {
  const t = useTranslations("runs.log");
  const format = useFormat();
  const stepName = useStepName();
  return useMemo(() => {
    const steps = linesOfSteps(items, {
      started: (item) => t("stepStarted", { step: stepName(item.name) }),
      done: (item, ms) => {
        const values = { step: stepName(item.name), duration: format.duration(ms) };
        return item.message
          ? t("stepDoneMessage", { ...values, message: item.message })
          : t("stepDone", values);
      },
      failed: (item) => item.error?.message ?? stepName(item.name),
    });
    return appendLines(log, steps);
  }, [items, log, t, format, stepName]);
}

/** One run: its steps, its reloads' tables, its log, and what one can do about it. */
export function RunPage({ id }: { id: string }) {
  const t = useTranslations("runs.page");
  const words = useTranslations("runs");
  const shell = useTranslations("shell");
  const { view, moving, query, status, lastHeard } = useRun(id);
  const groups = useMemo(() => (view ? stepGroups(view) : []), [view]);
  const items = useMemo(() => groups.flatMap((group) => group.items), [groups]);
  const figures = useMemo(() => figuresOf(items), [items]);
  const reloads = useMemo(
    () => (view?.reloads ?? []).map(({ id: reload }) => ({ id: reload, open: moving })),
    [view?.reloads, moving],
  );
  const log = useRunLog(reloads);
  const { lines, dropped } = useLines(items, log);
  useDocumentTitle(view?.root.run);
  const indicator = useMemo(
    () => <LiveIndicator status={status} lastHeard={lastHeard} />,
    [status, lastHeard],
  );
  const crumbs = [
    { label: shell("fleet") },
    { label: shell("runs"), href: "/runs" },
    { label: view?.root.run.title ?? shell("runs") },
  ];

  if (!view)
    return (
      <>
        <PageBar crumbs={crumbs.slice(0, 2)} />
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <RunPageSkeleton />
        )}
      </>
    );
  const { run } = view.root;
  return (
    <>
      <PageBar crumbs={crumbs} end={indicator} />
      <RunHead run={run} figures={figures} actions={<RunActions view={view} groups={groups} />} />
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} className="mb-4" />
      ) : null}
      <SegmentBar
        className="mb-5"
        segments={segmentsOf(items)}
        label={t("overview", {
          done: figures.done,
          steps: figures.steps,
          state: words(`state.${run.state}`),
        })}
      />
      <RunFactCells run={run} figures={figures} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="min-w-0">
          <h2 className="mb-2.5 text-16 font-strong tracking-tight">{t("steps")}</h2>
          <RunSteps groups={groups} moving={moving} />
        </div>
        <RunRail run={run} moving={moving} />
      </div>
      <LogPanel lines={lines} dropped={dropped} live={moving} name={run.id} />
    </>
  );
}

function RunHead({
  run,
  figures,
  actions,
}: {
  run: RunFacts;
  figures: RunFigures;
  actions: React.ReactNode;
}) {
  const lead = useLead(run, figures);
  return (
    <PageHeader
      title={run.title}
      mark={<Plot id={run.tenantId ?? run.id} size={40} progress={figures.share} />}
      actions={actions}
    >
      <p role="status">{lead}</p>
    </PageHeader>
  );
}
