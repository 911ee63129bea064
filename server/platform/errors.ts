import { AppError, type ErrorKind, type ErrorOptions } from "@/server/shared/errors";
import { PLATFORM_ERRORS } from "./port";

export type PlatformErrorCode = keyof typeof PLATFORM_ERRORS;

const KINDS: Record<PlatformErrorCode, ErrorKind> = {
  "platform.unavailable": "unavailable",
  "platform.timeout": "unavailable",
  "platform.throttled": "too-many",
  "platform.conflict": "conflict",
  "platform.forbidden": "forbidden",
  "platform.not_found": "not-found",
  "platform.invalid": "invalid",
  "platform.limit": "limit",
};

/** An error every platform may throw; whether it is tried again follows from its code alone. */
export function platformError(
  code: PlatformErrorCode,
  message: string,
  options: ErrorOptions = {},
): AppError {
  return new AppError(KINDS[code], code, message, { retryable: PLATFORM_ERRORS[code].retryable, ...options });
}

/** What a step needs is not there yet, or no longer: says which object and which step makes it. */
export function missing(noun: string, key: string, step: string): AppError {
  return platformError("platform.not_found", `There is no ${noun} "${key}" on the platform.`, {
    advice: `Run the step ${step} first.`,
    params: { noun, key, step },
  });
}
