"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useMemo } from "react";
import { useFormat } from "../../format/use-format";
import { ErrorState } from "../../patterns/error-state";
import { RelativeTime } from "../../patterns/relative-time";
import { StatusMark } from "../../patterns/status-mark";
import { RUN_TONES } from "../../patterns/tones";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { LogPanel } from "../../runs/log-panel";
import { RunSteps } from "../../runs/run-steps";
import { stepGroups } from "../../runs/step-model";
import { useRun } from "../../runs/use-run";
import { useRunLog } from "../../runs/use-run-log";
import { TextLink } from "../../ui/link";
import { RouteLink } from "../../ui/route-link";
import { Skeleton } from "../../ui/small";
import { FactsTable } from "../facts-table";
import { Result } from "./result";
import { SampleSettings } from "./sample-settings";
import type { DraftWork } from "./use-draft";

export type Trials = RouterOutputs["templates"]["drafts"]["trials"];

const OPEN = new Set(["queued", "running", "cancelling"]);

/** A run's steps and log, live. */
function LiveRun({ id, onEnd }: { id: string; onEnd(): void }) {
  const t = useTranslations("authoring.runs");
  const { view, moving } = useRun(id);
  const groups = useMemo(() => (view ? stepGroups(view) : []), [view]);
  const logged = useMemo(
    () => (view?.reloads ?? []).map((r) => ({ id: r.id, open: OPEN.has(r.state) })),
    [view?.reloads],
  );
  const log = useRunLog(logged);
  const ended = view !== null && !moving;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once, when the run ends
  useEffect(() => {
    if (ended) onEnd();
  }, [ended, id]);
  if (!view) return <Skeleton className="h-40 rounded-3" />;
  return (
    <section aria-label={t("steps")} className="mb-6">
      <div className="mb-2 flex items-center gap-3">
        <StatusMark tone={RUN_TONES[view.root.run.state]}>{view.root.run.title}</StatusMark>
        <TextLink href={`/runs/${id}`}>{t("openRun")}</TextLink>
      </div>
      <RunSteps groups={groups} run={view.root.run} />
      <LogPanel lines={log.lines} dropped={log.dropped} live={moving} name={id} />
    </section>
  );
}

function RunList({ trials }: { trials: Trials }) {
  const t = useTranslations("authoring.runs");
  const states = useTranslations("reloads.state");
  const format = useFormat();
  return (
    <section className="mb-6 rounded-3 border border-line-strong" aria-label={t("list")}>
      <FactsTable
        label={t("list")}
        columns={[t("state"), t("started"), t("took"), ""]}
        rows={trials.runs.map((run) => ({
          key: run.reload ?? run.run,
          cells: [
            <span key="s">
              {states(run.state)}
              {run.error ? <span className="block text-12 text-failed-ink">{run.error}</span> : null}
            </span>,
            <RelativeTime key="a" at={run.createdAt} />,
            run.endedAt ? format.duration(run.endedAt.getTime() - run.createdAt.getTime()) : "–",
            <RouteLink key="o" href={`/runs/${run.run}`} className="text-accent-ink hover:underline">
              {t("openRun")}
            </RouteLink>,
          ],
        }))}
      />
    </section>
  );
}

/** What the draft is tried with, the run going on, and what came of the last good one. */
export function RunsTab({ work, run }: { work: DraftWork; run: string | null }) {
  const t = useTranslations("authoring.runs");
  const trpc = useTRPC();
  const query = useQuery(trpc.templates.drafts.trials.queryOptions({ id: work.id }));
  const trials = query.data;
  if (query.error) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (!trials) return <Skeleton className="h-60 rounded-3" />;
  const newest = trials.runs[0];
  const shown = run ?? (newest && OPEN.has(newest.state) ? newest.run : null);
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="min-w-0">
        {!shown && trials.runs.length === 0 ? (
          <div className="mb-6 rounded-3 border border-line-strong px-4 py-3.5 text-13">
            <h2 className="text-14 font-strong">{t("none")}</h2>
            <p className="text-ink-2">{t("noneBody")}</p>
          </div>
        ) : null}
        {shown ? <LiveRun key={shown} id={shown} onEnd={() => void query.refetch()} /> : null}
        {trials.app?.version ? <Result app={trials.app} version={trials.app.version} /> : null}
        {trials.runs.length > 0 ? <RunList trials={trials} /> : null}
      </div>
      <SampleSettings work={work} trials={trials} />
    </div>
  );
}
