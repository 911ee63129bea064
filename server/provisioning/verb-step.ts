import type { Effect, Outcome, Verb } from "@/server/platform/port";
import type { StepCall, WorkflowScope } from "@/server/workflows/port";
import { attempt, RETRY } from "./attempts";
import { identify } from "./remote";
import { platformCall, type Room, type StepResult, together } from "./room";

export interface OwnEffect {
  effect: Effect;
  message?: string;
  /** Further members of the step's result. */
  more?: Record<string, unknown>;
}

/** Tenantry's own rows of a step, beside what the platform holds. Both directions are idempotent. */
export interface OwnRows {
  /** After the platform did its part. */
  apply(outcome: Outcome): Promise<OwnEffect>;
  restore(): Promise<void>;
}

export interface VerbStep<I, O> {
  name: string;
  verb: Verb<I, O>;
  /** Built anew for every call: it may hold functions that open secrets. */
  input(): Promise<I> | I;
  rows?: OwnRows;
  /** Waited for before the first call. */
  ready?(call: StepCall): Promise<void>;
}

/** What the checkpoint keeps of the platform's outcome, for its undo. */
type Kept<O> = StepResult & { outcome: Outcome & O };

/**
 * A verb of the platform, and what Tenantry itself writes with it, as one step: looked up before it is repeated,
 * tidied up if it fails for good, undone in reverse.
 */
export function verbStep<I, O>(wf: WorkflowScope, room: Room, step: VerbStep<I, O>): Promise<Kept<O>> {
  const { verb, rows } = step;
  async function work(call: StepCall): Promise<Kept<O>> {
    await step.ready?.(call);
    await identify(room);
    const outcome = await verb.apply(platformCall(room, call), await step.input());
    const own = await rows?.apply(outcome);
    const effect = together([outcome.effect, own?.effect ?? "found"]);
    const message = own?.message ?? outcome.message;
    return { ...own?.more, remoteId: outcome.remoteId, effect, ...(message ? { message } : {}), outcome };
  }
  return wf.step(
    step.name,
    (call) =>
      attempt(
        room.ctx,
        call,
        () => work(call),
        async (signal) => {
          await identify(room);
          await verb.undo(platformCall(room, call, signal), await step.input(), null);
          await rows?.restore();
        },
      ),
    {
      retry: RETRY,
      async undo(call, done) {
        await identify(room);
        await verb.undo(platformCall(room, call), await step.input(), done.outcome);
        await rows?.restore();
      },
    },
  );
}
