import { type Clock, systemClock } from "@/server/shared/clock";
import { isAppError } from "@/server/shared/errors";
import { notReachable, sourceError } from "./errors";
import type { SourceTarget } from "./port";

/** One try to reach a database. */
export interface Attempt {
  /** The pinned address to connect to; the name must not be resolved again. */
  address: string;
  /** On the operator's list: its errors may say what they know. */
  listed: boolean;
  /** Aborts when the time is over: close the socket then. */
  signal: AbortSignal;
  /** Call as soon as the other end has spoken like the database it should be. */
  proven(): void;
}

export interface ReachOptions {
  host: string;
  port: number;
  /** Time for everything up to the sign-in, and the time every nameless failure takes. */
  timeoutMs: number;
  signal?: AbortSignal;
  clock?: Clock;
}

type Outcome<T> = { value: T } | { error: unknown } | "late";

/**
 * Connects, and is no port scanner: for a target that isn't on the operator's list and hasn't proven to be a database,
 * a refused, filtered, unknown, forbidden or foreign address gives the same error after the same time.
 */
export async function reach<T>(
  target: Pick<SourceTarget, "policy">,
  options: ReachOptions,
  connect: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const { host, port, timeoutMs, signal, clock = systemClock } = options;
  const over = new AbortController();
  const settled = new AbortController();
  const stop = () => over.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", stop, { once: true });
  let listed = false;
  let proven = false;
  const trying = (async (): Promise<T> => {
    const place = await target.policy.resolveHost(host, port);
    listed = place.listed;
    over.signal.throwIfAborted();
    return connect({ ...place, signal: over.signal, proven: () => (proven = true) });
  })();
  const outcome: Promise<Outcome<T>> = trying.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const late: Promise<Outcome<T>> = clock.sleep(timeoutMs, settled.signal).then(() => "late");
  late.catch(() => undefined);
  try {
    const result = await Promise.race([outcome, late]);
    if (result !== "late" && "value" in result) return result.value;
    over.abort();
    const open = listed || proven || (result !== "late" && isAboutListed(result.error));
    if (result === "late")
      throw open
        ? sourceError("source.not_reachable", `${host}:${port} did not answer within ${timeoutMs / 1000} s.`)
        : notReachable();
    if (open || signal?.aborted) throw result.error;
    await late;
    throw notReachable();
  } finally {
    settled.abort();
    signal?.removeEventListener("abort", stop);
  }
}

/** The policy failed for a host it knows from the operator's list. */
function isAboutListed(error: unknown): boolean {
  return isAppError(error) && error.options.params?.listed === true;
}
