import { AppError, isAppError } from "@/server/shared/errors";
import { scrub } from "@/server/shared/logger";
import { diskFailure } from "@/server/shared/unwritable";
import { toStepError } from "./error-data";
import { LIMIT_CODES, memoryExceeded, storageExceeded } from "./limits";
import type { FromChild, ReloadJob } from "./messages";

type Failure = Extract<FromChild, { type: "failed" }>;

/**
 * What made a reload fail, as a person should read it. DuckDB tells of memory and disk only by its messages.
 * @param cancelled whether the portal asked it to stop: then whatever was thrown is that
 */
export function failureOf(
  error: unknown,
  job: ReloadJob,
  secrets: readonly string[],
  cancelled: boolean,
): Failure {
  const cause = scrub(error instanceof Error ? (error.stack ?? error.message) : String(error), secrets);
  if (cancelled)
    return {
      type: "failed",
      state: "cancelled",
      error: toStepError(new AppError("conflict", "reload.cancelled", "The reload was cancelled."), []),
    };
  const limit = limitOf(error, job);
  if (limit) return { type: "failed", state: "limit-exceeded", error: limit, cause };
  const known = diskFailure(error) ?? error;
  const step = toStepError(known, secrets);
  const state = LIMIT_CODES.has(step.code) ? "limit-exceeded" : "failed";
  return { type: "failed", state, error: step, ...(isAppError(known) ? {} : { cause }) };
}

function limitOf(error: unknown, job: ReloadJob) {
  const text = messages(error);
  if (/max_temp_directory_size|failed to offload data block/i.test(text)) return storageExceeded(job.limits);
  if (/^Out of Memory Error|could not allocate block|failed to allocate/im.test(text))
    return memoryExceeded(job.limits);
  return null;
}

/** The messages of an error and all its causes. */
function messages(error: unknown): string {
  const texts: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++)
    texts.push(at.message);
  return texts.join("\n");
}
