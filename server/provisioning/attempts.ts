import type { Context } from "@/server/shared/context";
import { toErrorData } from "@/server/shared/errors";
import { isDrain, type RetryPolicy, type StepCall } from "@/server/workflows/port";

const TRIES = 6;
const TIDY_TRIES = 5;
const TIDY_PAUSE_MS = 1_000;

const given = new WeakSet<object>();

/**
 * Six tries for what may pass by itself. The step's body decides which failure is the last one, because it must tidy
 * up after it: it marks the error, and the driver asks here.
 */
export const RETRY: RetryPolicy = {
  attempts: Number.MAX_SAFE_INTEGER,
  backoffMs: 500,
  maxBackoffMs: 20_000,
  retryable: (error) => !isGivenUp(error) && toErrorData(error).retryable,
};

function isGivenUp(error: unknown): boolean {
  return typeof error === "object" && error !== null && given.has(error);
}

/**
 * Runs one try of a step. If it failed for good, or the run was cancelled in the middle of it, `tidy` takes back what
 * its tries half did: an unfinished step has no result that an undo could work from. A stopping process tidies nothing:
 * the step is run again.
 * @param tidy gets a signal of its own, because the step's may be aborted
 */
export async function attempt<T>(
  ctx: Pick<Context, "clock" | "log">,
  call: StepCall,
  work: () => Promise<T>,
  tidy: (signal: AbortSignal, error: unknown) => Promise<void>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDrain(error) || (call.signal.aborted && isDrain(call.signal.reason))) throw error;
    const last = call.signal.aborted || !toErrorData(error).retryable || call.attempt % TRIES === 0;
    if (!last) throw error;
    await insist(ctx, call, (signal) => tidy(signal, error));
    if (typeof error === "object" && error !== null) given.add(error);
    throw error;
  }
}

async function insist(
  ctx: Pick<Context, "clock" | "log">,
  call: StepCall,
  tidy: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { signal } = new AbortController();
  for (let tries = 1; ; tries++) {
    try {
      await tidy(signal);
      return;
    } catch (error) {
      if (tries === TIDY_TRIES || !toErrorData(error).retryable) {
        ctx.log.error({ err: error, step: call.key }, "a failed step could not be tidied up");
        return;
      }
      await ctx.clock.sleep(TIDY_PAUSE_MS * tries);
    }
  }
}
