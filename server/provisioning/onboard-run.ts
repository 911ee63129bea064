import { launchRun, recordRun, retryRun, runRow } from "@/server/runs";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { AppError, isAppError } from "@/server/shared/errors";
import type { StepCall, WorkflowRun, WorkflowScope } from "@/server/workflows/port";
import { explain } from "./explain";

/** One tenant of an onboarding, with the run that sets it up. That run stands alone: it is retried and undone by itself, too. */
export interface OnboardPart {
  tenant: string;
  slug: string;
  name: string;
  run: string;
}

export interface OnboardInput {
  tenants: OnboardPart[];
}

const ENDED_WELL = "succeeded";
const GOES_ON: readonly string[] = ["queued", "running", "cancelling", "undoing"];

/** Starts what has not begun, waits for all tenants' runs, and fails where one of them did. */
export async function onboard(
  services: Services,
  wf: WorkflowScope,
  { tenants }: OnboardInput,
): Promise<{ result: "changed" | "unchanged" }> {
  const ctx = systemContext(services, "onboard", wf.id);
  await wf.step(
    "start",
    async () => {
      for (const part of tenants) await goOn(ctx, part);
      return { effect: "changed", message: `${tenants.length} tenants` };
    },
    { undo: (call) => takeBack(ctx, wf.id, tenants, call) },
  );
  return wf.step("onboard", (call) => watch(ctx, tenants, call), { retry: { attempts: 1 } });
}

/** Begins a tenant's run, or retries one that failed: that is what a retry of the whole means. */
async function goOn(ctx: Context, part: OnboardPart): Promise<void> {
  const row = await runRow(ctx, part.run);
  const run = await ctx.workflows.get(part.run);
  if (!run) return launchRun(ctx, row);
  if (run.state !== "failed") return;
  try {
    await retryRun(ctx, { id: part.run });
  } catch (error) {
    // Overtaken by a later run of the tenant, or gone on meanwhile: then that is its answer.
    if (!isAppError(error) || error.kind !== "conflict") throw error;
  }
}

interface Count {
  done: number;
  failed: string[];
  of: number;
}

async function watch(ctx: Context, tenants: OnboardPart[], call: StepCall) {
  const count: Count = { done: 0, failed: [], of: tenants.length };
  let changed = false;
  await Promise.all(
    tenants.map(async (part) => {
      const run = await ctx.workflows.wait(part.run, call.signal);
      count.done++;
      if (run.state !== ENDED_WELL) count.failed.push(part.name);
      if ((run.output as { result?: unknown } | null)?.result !== "unchanged") changed = true;
      await call.report("onboard", { done: count.done, failed: count.failed.length, of: count.of });
    }),
  );
  if (count.failed.length > 0) throw incomplete(count);
  return { effect: changed ? "changed" : "found", message: `${count.of} tenants`, result: resultOf(changed) };
}

const resultOf = (changed: boolean) => (changed ? ("changed" as const) : ("unchanged" as const));

const NAMED = 3;

function incomplete({ failed, of }: Count): AppError {
  const names = failed.slice(0, NAMED).join(", ");
  const rest = failed.length > NAMED ? ` and ${failed.length - NAMED} more` : "";
  return new AppError(
    "failed",
    "onboarding.incomplete",
    `${failed.length} of ${of} tenants could not be set up: ${names}${rest}.`,
    {
      advice: "Their runs say why. Retrying this run retries only them; the others stay as they are.",
      retryable: false,
    },
  );
}

/**
 * Undoes the tenants' runs where the whole is undone. Where it is only cancelled, those that still go on are cancelled
 * and what is ready stays.
 */
async function takeBack(ctx: Context, id: string, tenants: OnboardPart[], call: StepCall): Promise<void> {
  const undoing = (await ctx.workflows.get(id))?.state !== "cancelling";
  for (const part of tenants) {
    const run = await ctx.workflows.get(part.run);
    if (!run) continue;
    if (GOES_ON.includes(run.state)) await ctx.workflows.cancel(part.run);
    else if (undoing && (run.state === ENDED_WELL || run.state === "failed"))
      await ctx.workflows.undo(part.run);
  }
  for (const part of tenants)
    if (await ctx.workflows.get(part.run)) await ctx.workflows.wait(part.run, call.signal);
}

/** Follows such a run: its row. */
export async function onboardChanged(services: Services, run: WorkflowRun): Promise<void> {
  const ctx = systemContext(services, "onboard", run.id);
  const result = (run.output as { result?: string } | null)?.result ?? null;
  await recordRun(ctx, run, { error: await explain(ctx, run), result });
}
