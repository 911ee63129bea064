"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { useNow } from "../format/use-now";
import { CopyId } from "../patterns/copy-button";
import { StatusMark } from "../patterns/status-mark";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { isMoving, RUN_TONES } from "../patterns/tones";
import type { RunFacts } from "./run-types";
import type { RunFigures } from "./step-model";
import { useStepName } from "./use-step-name";

/** How long a run has taken; ticks by itself while it moves. */
export function Elapsed({ run }: { run: Pick<RunFacts, "state" | "startedAt" | "endedAt"> }) {
  const format = useFormat();
  const now = useNow(isMoving(run.state) ? 500 : 0);
  if (!run.startedAt) return "–";
  const end = run.endedAt ?? now;
  return <span suppressHydrationWarning>{format.duration(end.getTime() - run.startedAt.getTime())}</span>;
}

/** The run's title block. */
export function RunFactCells({ run, figures }: { run: RunFacts; figures: RunFigures }) {
  const t = useTranslations("runs");
  const fact = useTranslations("runs.page.fact");
  const format = useFormat();
  const stepName = useStepName();
  const { current, steps, done } = figures;
  const failed = run.state === "failed";
  const moving = isMoving(run.state);
  const result = run.result as "created" | "changed" | "unchanged" | null;
  return (
    <TitleBlock>
      <TitleCell label={fact("state")}>
        <StatusMark tone={RUN_TONES[run.state]}>{t(`state.${run.state}`)}</StatusMark>
      </TitleCell>
      <TitleCell label={current ? fact("step") : fact("steps")}>
        {current
          ? fact("stepName", { number: current.number, steps, name: stepName(current.name) })
          : fact("stepOf", { number: done, steps })}
      </TitleCell>
      <TitleCell label={fact("started")} remark={run.startedAt ? format.zone(run.startedAt) : undefined}>
        {run.startedAt ? (
          <time dateTime={run.startedAt.toISOString()} title={format.full(run.startedAt)}>
            {format.time(run.startedAt)}
          </time>
        ) : (
          fact("notStarted")
        )}
      </TitleCell>
      <TitleCell label={failed ? fact("stoppedAfter") : moving ? fact("elapsed") : fact("took")}>
        <Elapsed run={run} />
      </TitleCell>
      {failed ? (
        <TitleCell label={fact("kept")} remark={fact("keptRemark")}>
          {fact("keptSteps", { count: done })}
        </TitleCell>
      ) : null}
      {run.state === "succeeded" && result ? (
        <TitleCell label={fact("result")}>{t(`result.${result}`)}</TitleCell>
      ) : null}
      <TitleCell label={fact("run")}>
        <CopyId value={run.id} />
      </TitleCell>
    </TitleBlock>
  );
}
