"use client";

import { useTranslations } from "next-intl";
import { useSaid } from "../errors/error-words";
import { useFormat } from "../format/use-format";
import { useNow } from "../format/use-now";
import { StatusMark } from "../patterns/status-mark";
import { type StepLine, StepList } from "../patterns/step-list";
import { isMoving, RUN_TONES, STEP_TONES } from "../patterns/tones";
import { Failure } from "./failure";
import { ReloadFigures, ReloadTables } from "./reload-tables";
import type { RunFacts } from "./run-types";
import { isActiveStep, isFailedStep, placeOf, type StepGroup, type StepItem, stepMs } from "./step-model";
import { useStepName } from "./use-step-name";

function detailOf(item: StepItem) {
  const { reload, error } = item;
  const bad = isFailedStep(item);
  if (bad && error)
    return (
      <Failure error={error}>
        {reload && reload.tables.length > 0 ? <ReloadTables reload={reload} /> : null}
      </Failure>
    );
  if (!reload || (reload.tables.length === 0 && reload.rows === 0)) return undefined;
  return (
    <>
      <ReloadFigures reload={reload} />
      <ReloadTables reload={reload} />
    </>
  );
}

/** The step list of a run and its apps. */
export function RunSteps({ groups, run }: { groups: StepGroup[]; run: RunFacts }) {
  const t = useTranslations("runs");
  const page = useTranslations("runs.page");
  const said = useSaid();
  const format = useFormat();
  const stepName = useStepName();
  const now = useNow(isMoving(run.state) ? 500 : 0);
  const items = groups.flatMap((group) => group.items);

  function remarkOf(item: StepItem): string | undefined {
    if (isFailedStep(item) && item.error) return said(item.error).message;
    const parts = [item.message, item.attempt > 1 ? page("attempt", { attempt: item.attempt }) : null];
    if (item.state === "undone" || item.state === "skipped") parts.unshift(t(`state.${item.state}`));
    return parts.filter(Boolean).join(" · ") || undefined;
  }

  const lineOf = (item: StepItem): StepLine => {
    const ms = stepMs(item, now);
    return {
      key: item.key,
      number: item.number,
      name: item.title ?? stepName(item.name),
      tone: STEP_TONES[item.state],
      state: t(`state.${item.state}`),
      remark: isFailedStep(item) ? undefined : remarkOf(item),
      place: placeOf(item, items, run.startedAt, now),
      duration: ms === null ? null : format.duration(ms),
      detail: detailOf(item),
      open: isFailedStep(item) || isActiveStep(item),
    };
  };

  return (
    <StepList
      labels={{ open: (name) => page("open", { name }), close: (name) => page("close", { name }) }}
      sections={groups.map((group) => ({
        key: group.key,
        heading: group.part ? (
          <>
            <h3 className="min-w-0 truncate font-strong">{group.part.run.title}</h3>
            <StatusMark tone={RUN_TONES[group.part.run.state]} className="ml-auto text-12">
              {t(`state.${group.part.run.state}`)}
            </StatusMark>
          </>
        ) : undefined,
        lines: group.items.map(lineOf),
      }))}
    />
  );
}
