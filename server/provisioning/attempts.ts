import type { Context } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { isAppError, toErrorData } from "@/server/shared/errors";
import { isDrain, type RetryPolicy, type StepCall } from "@/server/workflows/port";

const TRIES = 6;
const BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 20_000;
const TIDY_TRIES = 5;
const TIDY_PAUSE_MS = 1_000;

type Services = Pick<Context, "clock" | "log">;

const given = new WeakSet<object>();

/**
 * Six tries for what may pass by itself. The step's body decides which failure is the last one, because it must tidy
 * up after it: it marks the error, and the driver asks here. It also pauses between tries itself (the driver goes on
 * at once): so it hears of a cancel in the pause, when something half done may be waiting for the next try.
 */
export const RETRY: RetryPolicy = {
  attempts: Number.MAX_SAFE_INTEGER,
  backoffMs: 0,
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
  ctx: Services,
  call: StepCall,
  work: () => Promise<T>,
  tidy: (signal: AbortSignal, error: unknown) => Promise<void>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = await afterFailure(ctx, call, error);
    if (reason === "again" || reason === "drain") throw error;
    await insist(ctx, call, (signal) => tidy(signal, error));
    if (typeof error === "object" && error !== null) given.add(error);
    throw error;
  }
}

/** Pauses before another try, unless there is none. */
async function afterFailure(
  ctx: Services,
  call: StepCall,
  error: unknown,
): Promise<"again" | "drain" | "over"> {
  const stopped = () => (isDrain(call.signal.reason) ? "drain" : "over");
  if (call.signal.aborted || isDrain(error)) return isDrain(error) ? "drain" : stopped();
  if (!toErrorData(error).retryable || call.attempt % TRIES === 0) return "over";
  const pauseMs = pauseAfter(call, error);
  const { code, message } = toErrorData(error);
  await call.report("retry", { attempt: call.attempt, code, message, pauseMs });
  try {
    await ctx.clock.sleep(pauseMs, call.signal);
    return "again";
  } catch {
    return stopped();
  }
}

/** Doubled each time, with jitter that depends on the call, so that runs that failed together do not come back so. */
function pauseAfter(call: StepCall, error: unknown): number {
  const asked = isAppError(error) ? (error.options.retryAfterSeconds ?? 0) * 1000 : 0;
  const ceiling = Math.min(MAX_BACKOFF_MS, BACKOFF_MS * 2 ** ((call.attempt - 1) % TRIES));
  const jitter = Number.parseInt(sha256(`${call.key}|${call.attempt}`).slice(0, 8), 16) / 2 ** 32;
  return Math.max(Math.min(asked, 60_000), Math.floor(ceiling * jitter));
}

async function insist(
  ctx: Services,
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
