import { toErrorData } from "@/server/shared/errors";
import type { RetryPolicy } from "../port";

const ATTEMPTS = 3;
const BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 5 * 60_000;

/**
 * Pause before the next try in ms, or null if there is none. Exponential with full jitter: a random part of
 * `backoffMs * 2^(failures-1)`, so that many that failed together do not come back together.
 * @param failures tries of this series that ended badly, at least 1
 */
export function pauseBefore(
  error: unknown,
  failures: number,
  policy: RetryPolicy = {},
  random: () => number = Math.random,
): number | null {
  const { attempts = ATTEMPTS, backoffMs = BACKOFF_MS, maxBackoffMs = MAX_BACKOFF_MS } = policy;
  if (failures >= attempts) return null;
  const retryable = policy.retryable ? policy.retryable(error) : toErrorData(error).retryable;
  if (!retryable) return null;
  const ceiling = Math.min(maxBackoffMs, backoffMs * 2 ** Math.min(failures - 1, 40));
  return Math.floor(random() * ceiling);
}
