import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import type { StepCall, WorkflowScope } from "@/server/workflows/port";

const POLL_MS = 250;
const GOES_ON = ["queued", "running"];

/**
 * Waits until the run that started this one has come to the point where it waits for it. A run that was undone and is
 * retried from its beginning has its children retried at once; they must not overtake the steps they build on.
 */
export async function parentWaits(ctx: Context, wf: WorkflowScope, call: StepCall): Promise<void> {
  if (wf.rootId === wf.id) return;
  for (;;) {
    const steps = await ctx.workflows.steps(wf.rootId);
    const mine = steps.find(
      (s) => s.kind === "child" && (s.output as { run?: string } | null)?.run === wf.id,
    );
    if (mine?.state === "running") return;
    const parent = await ctx.workflows.get(wf.rootId);
    if (!parent || !GOES_ON.includes(parent.state))
      throw new AppError(
        "failed",
        "provisioning.parent_ended",
        "The run this app belongs to has ended before.",
        {
          advice: "Retry that run.",
          retryable: false,
        },
      );
    await ctx.clock.sleep(POLL_MS, call.signal);
  }
}
