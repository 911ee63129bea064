import type { StepError } from "@/db/schema";
import { AppError, ERROR_KINDS, type ErrorKind, isAppError, toErrorData } from "@/server/shared/errors";
import { scrub } from "@/server/shared/logger";
import type { ErrorData } from "./messages";

/** An error on its way to another process; what is not ours keeps only a general sentence. */
export function toData(error: unknown): ErrorData {
  if (!isAppError(error)) return { kind: "failed", ...toErrorData(error) };
  const { advice, retryable, issues, params } = error.options;
  return { kind: error.kind, code: error.code, message: error.message, advice, retryable, issues, params };
}

/** The error the other process threw. */
export function fromData(data: ErrorData): AppError {
  const kind: ErrorKind = data.kind in ERROR_KINDS ? (data.kind as ErrorKind) : "failed";
  const { advice, retryable, issues, params } = data;
  return new AppError(kind, data.code, data.message, { advice, retryable, issues, params });
}

/**
 * An error as the reload's result: without secrets, and with the place in the script as parameters.
 * @param secrets exact values to hide
 */
export function toStepError(error: unknown, secrets: readonly string[]): StepError {
  const data = toErrorData(error);
  const place = isAppError(error) ? error.options.issues?.find((i) => i.line !== undefined) : undefined;
  const params = { ...data.params, ...(place ? { line: place.line, column: place.column } : {}) };
  return {
    code: data.code,
    message: scrub(data.message, secrets),
    ...(data.advice ? { advice: scrub(data.advice, secrets) } : {}),
    retryable: data.retryable,
    ...(Object.keys(params).length > 0 ? { params: scrubbed(params, secrets) } : {}),
  };
}

function scrubbed(params: Record<string, unknown>, secrets: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === "string" ? scrub(value, secrets) : value,
    ]),
  );
}
