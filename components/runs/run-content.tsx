"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { RunTenants } from "../fleet/run-tenants";
import { useFormat } from "../format/use-format";
import { PageHeader } from "../patterns/page-header";
import { Plot } from "../patterns/plot";
import { SegmentBar } from "../patterns/segment-bar";
import { isMoving } from "../patterns/tones";
import { appendLines, type LogBuffer } from "./log-buffer";
import { LogPanel } from "./log-panel";
import { RunActions } from "./run-actions";
import { RunFactCells } from "./run-facts";
import { RunRail } from "./run-rail";
import { RunSteps } from "./run-steps";
import type { RunFacts } from "./run-types";
import type { RunView } from "./run-view";
import { linesOfSteps } from "./step-lines";
import { figuresOf, type RunFigures, type StepItem, segmentsOf, stepGroups } from "./step-model";
import { useRunWords } from "./use-run-words";
import { useStepName } from "./use-step-name";

/** The reloads' lines with those of the steps between them. */
function useLines(items: StepItem[], log: LogBuffer): LogBuffer {
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
      undone: (item) => t("stepUndone", { step: stepName(item.name) }),
    });
    return appendLines(log, steps);
  }, [items, log, t, format, stepName]);
}

function RunHead({ run, figures, actions }: { run: RunFacts; figures: RunFigures; actions: ReactNode }) {
  const words = useRunWords(run.kind);
  return (
    <PageHeader
      title={run.title}
      mark={<Plot id={run.tenantId ?? run.id} size={40} progress={figures.share} />}
      actions={actions}
    >
      <p role="status">{words.lead(run, figures)}</p>
    </PageHeader>
  );
}

/** What the run page shows of a view and its log; where both come from is not its business. */
export function RunContent({ view, log, notice }: { view: RunView; log: LogBuffer; notice?: ReactNode }) {
  const t = useTranslations("runs.page");
  const words = useTranslations("runs");
  const { run } = view.root;
  const groups = useMemo(() => stepGroups(view), [view]);
  const items = useMemo(() => groups.flatMap((group) => group.items), [groups]);
  const figures = useMemo(() => figuresOf(items), [items]);
  const { lines, dropped } = useLines(items, log);
  const moving = isMoving(run.state);
  return (
    <>
      <RunHead run={run} figures={figures} actions={<RunActions view={view} groups={groups} />} />
      {notice}
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
      {run.kind === "onboard" ? <RunTenants id={run.id} moving={moving} /> : null}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div className="min-w-0">
          <h2 className="mb-2.5 text-16 font-strong tracking-tight">{t("steps")}</h2>
          <RunSteps groups={groups} run={run} />
        </div>
        <RunRail run={run} moving={moving} />
      </div>
      <LogPanel lines={lines} dropped={dropped} live={moving} name={run.id} />
    </>
  );
}
