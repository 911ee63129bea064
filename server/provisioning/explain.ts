import type { StepError } from "@/db/schema";
import type { Context } from "@/server/shared/context";
import type { WorkflowRun, WorkflowStep } from "@/server/workflows/port";
import { stepName } from "./step-names";

const WHAT_TO_DO = "Put the cause right, then retry from here, or undo the run.";

/**
 * A run's error as a person should read it: which step (of which app), why, and what to do. The error's code and
 * parameters stay; `step` and `run` are added.
 */
export async function explain(ctx: Pick<Context, "workflows">, run: WorkflowRun): Promise<StepError | null> {
  if (!run.error) return null;
  const { failed, of } = await failedStep(ctx, run);
  const cause = failed?.error ?? run.error;
  const where = of === run.id ? "" : ` (${of.slice(of.lastIndexOf(".") + 1)})`;
  const lead = run.state === "undo-failed" ? "Undoing failed. " : "";
  const message = failed
    ? `${lead}${stepName(failed.name)} failed${where}: ${cause.message}`
    : `${lead}${cause.message}`;
  return {
    ...cause,
    message,
    advice: cause.advice ?? WHAT_TO_DO,
    params: { ...cause.params, ...(failed ? { step: failed.name } : {}), run: of },
  };
}

/** The step that failed, in this run or, through a child, in the run where it really did. */
async function failedStep(
  ctx: Pick<Context, "workflows">,
  run: WorkflowRun,
): Promise<{ failed: WorkflowStep | undefined; of: string }> {
  const steps = await ctx.workflows.steps(run.id);
  const bad = run.state === "undo-failed" ? ["undo-failed", "failed"] : ["failed"];
  const failed = bad.flatMap((state) => steps.filter((s) => s.state === state))[0];
  const child = failed?.kind === "child" ? (failed.output as { run?: string } | null)?.run : undefined;
  const childRun = child ? await ctx.workflows.get(child) : null;
  return childRun ? failedStep(ctx, childRun) : { failed, of: run.id };
}
