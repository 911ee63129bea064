import type { Call, Effect, Outcome, Verb } from "@/server/platform/port";
import type { StepCall, WorkflowScope } from "@/server/workflows/port";
import { attempt, RETRY } from "./attempts";
import { forget, recall, replace } from "./journal";
import { identify } from "./remote";
import { platformCall, type Room, type StepResult, together } from "./room";

export interface OwnEffect {
  effect: Effect;
  message?: string;
  /** Further members of the step's result. */
  more?: Record<string, unknown>;
}

/** Tenantry's own rows of a step, beside what the platform holds. Both directions are idempotent. */
export interface OwnRows<O = unknown> {
  /** After the platform did its part. */
  apply(outcome: Outcome & O): Promise<OwnEffect>;
  restore(): Promise<void>;
}

export interface VerbStep<I, O> {
  name: string;
  verb: Verb<I, O>;
  /** Built anew for every call: it may hold functions that open secrets. */
  input(): Promise<I> | I;
  rows?: OwnRows<O>;
  /** Waited for before the first call. */
  ready?(call: StepCall): Promise<void>;
}

/**
 * A verb of the platform, and what Tenantry itself writes with it, as one step: looked up before it is repeated,
 * tidied up if it fails for good, undone in reverse. The platform's outcome goes into the run's journal for the undo,
 * not into the step's result: what was there before may be large, and is nobody's business.
 */
export function verbStep<I, O>(wf: WorkflowScope, room: Room, step: VerbStep<I, O>): Promise<StepResult> {
  const { verb, rows } = step;
  const { ctx } = room;
  const entry = `outcome/${step.name}`;
  async function work(call: StepCall): Promise<StepResult> {
    await step.ready?.(call);
    await identify(room);
    const outcome = await verb.apply(platformCall(room, call), await step.input());
    if (outcome.effect !== "found") await replace(ctx, wf.id, entry, outcome);
    const own = await rows?.apply(outcome);
    const effect = together([outcome.effect, own?.effect ?? "found"]);
    const message = own?.message ?? outcome.message;
    return { ...own?.more, remoteId: outcome.remoteId, effect, ...(message ? { message } : {}) };
  }
  async function takeBack(call: Call, outcome: (Outcome & O) | null): Promise<void> {
    await identify(room);
    await verb.undo(call, await step.input(), outcome);
  }
  async function tidy(call: StepCall, signal: AbortSignal): Promise<void> {
    await takeBack(platformCall(room, call, signal), null);
    await rows?.restore();
    await forget(ctx, wf.id, entry);
  }
  return wf.step(
    step.name,
    (call) =>
      attempt(
        ctx,
        call,
        () => work(call),
        (signal) => tidy(call, signal),
      ),
    {
      retry: RETRY,
      async undo(call) {
        const outcome = await recall<Outcome & O>(ctx, wf.id, entry);
        if (outcome) await takeBack(platformCall(room, call), outcome.value);
        await rows?.restore();
        await forget(ctx, wf.id, entry);
      },
    },
  );
}
