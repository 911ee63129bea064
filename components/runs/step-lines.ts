import type { LogLine } from "./log-buffer";
import type { StepItem } from "./step-model";

export interface StepLineTexts {
  started: (item: StepItem) => string;
  done: (item: StepItem, ms: number) => string;
  failed: (item: StepItem) => string;
  undone: (item: StepItem) => string;
}

/** What the steps themselves tell, as log lines beside those of the reloads. */
export function linesOfSteps(items: readonly StepItem[], texts: StepLineTexts): LogLine[] {
  return items.flatMap((item) => {
    if (!item.startedAt) return [];
    const key = `${item.key}:${item.attempt}:${item.startedAt.getTime()}`;
    const started: LogLine = {
      key: `${key}:start`,
      at: item.startedAt,
      level: "info",
      source: "step",
      message: texts.started(item),
    };
    if (!item.endedAt) return [started];
    const failed = item.error !== null && (item.state === "failed" || item.state === "undo-failed");
    const ms = item.endedAt.getTime() - item.startedAt.getTime();
    const ended: LogLine = {
      key: `${key}:${item.state}`,
      at: item.endedAt,
      level: failed ? "error" : "info",
      source: "step",
      message: failed
        ? texts.failed(item)
        : item.state === "undone"
          ? texts.undone(item)
          : texts.done(item, ms),
    };
    return [started, ended];
  });
}
