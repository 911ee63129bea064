import { nondeterminism } from "../errors";
import type { Definition } from "./engine";
import type { Execution, Outcome } from "./execution";
import { encode, type RunRow, type StepRow } from "./rows";
import { createScope } from "./scope";

/** A claimed run with what is recorded of it. */
export interface Job {
  row: RunRow;
  definition: Definition;
  history: readonly StepRow[];
}

/** Runs the body over what is recorded, until it ends or the execution stops it. */
export async function replayBody(exec: Execution): Promise<Outcome> {
  const outcome = await Promise.race([exec.outcome, runBody(exec)]);
  const left = outcome.kind === "returned" || outcome.kind === "threw" ? exec.unreached() : undefined;
  if (!left) return outcome;
  return {
    kind: "threw",
    error: nondeterminism(left.seq, `${left.kind} ${left.name}`, "missing"),
    fatal: true,
  };
}

async function runBody(exec: Execution): Promise<Outcome> {
  try {
    const output = await exec.definition.body(createScope(exec), exec.row.input);
    return { kind: "returned", output: JSON.parse(encode(output) ?? "null") };
  } catch (error) {
    return { kind: "threw", error };
  }
}
