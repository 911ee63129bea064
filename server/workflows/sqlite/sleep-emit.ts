import type { Execution } from "./execution";
import { decode, encode, type StepRow } from "./rows";
import { isSettled, newStepRow } from "./step";

/** `WorkflowScope.sleep`: the run gives its worker up and is claimed again when it is due. */
export function runSleep(exec: Execution, name: string, ms: number): Promise<void> {
  return exec.operate("sleep", name, async (seq, past) => {
    if (isSettled(past)) return;
    if (exec.replayOnly) return exec.frontier<void>();
    await exec.guard(async () => {
      const row = past ?? fallAsleep(exec, seq, name, ms);
      const { until } = decode(row.output) as { until: string };
      const at = exec.now();
      if (Date.parse(until) > at) exec.wait(Date.parse(until));
      const awake: StepRow = { ...row, state: "succeeded", endedAt: at };
      exec.writeLater((batch) => batch.step(exec.row.rootId, awake, at));
    });
  });
}

function fallAsleep(exec: Execution, seq: number, name: string, ms: number): StepRow {
  const at = exec.now();
  const output = encode({ until: new Date(at + Math.max(0, ms)).toISOString() });
  const row: StepRow = { ...newStepRow(exec, seq, "sleep", name), state: "running", attempt: 1, output };
  exec.writeLater((batch) => batch.step(exec.row.rootId, row, at));
  return row;
}

/** `WorkflowScope.emit`: the event and its memo are one write, so a replay does not tell it again. */
export function runEmit(exec: Execution, type: string, data: Record<string, unknown>): Promise<void> {
  return exec.operate("emit", type, async (seq, past) => {
    if (isSettled(past)) return;
    if (exec.replayOnly) return exec.frontier<void>();
    await exec.guard(async () => {
      const at = exec.now();
      const memo: StepRow = {
        ...newStepRow(exec, seq, "emit", type),
        state: "succeeded",
        attempt: 1,
        endedAt: at,
      };
      const told = { ...data };
      exec.writeLater((batch) => {
        batch.step(exec.row.rootId, memo, at, true);
        batch.event(exec.row, seq, type, told, at);
      });
    });
  });
}
