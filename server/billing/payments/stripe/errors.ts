import type Stripe from "stripe";
import { AppError, isAppError } from "@/server/shared/errors";

const NOT_NOW = new Set([
  "StripeConnectionError",
  "StripeAPIError",
  "StripeRateLimitError",
  "StripeIdempotencyError",
]);

type StripeError = InstanceType<typeof Stripe.errors.StripeError>;

/** By what its errors alone have: the library is loaded by whoever asks Stripe, not for this. */
function isStripes(error: unknown): error is StripeError {
  return error instanceof Error && "rawType" in error && "type" in error;
}

export const isCardError = (error: unknown): error is InstanceType<typeof Stripe.errors.StripeCardError> =>
  isStripes(error) && error.type === "StripeCardError";

export const isInvalid = (error: unknown): boolean =>
  isStripes(error) && error.type === "StripeInvalidRequestError";

/** What Stripe answers, in our words. Its message may name what was sent: it is not passed on. */
export function stripeFailed(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (!isStripes(error)) return unreachable("none");
  const { type, code } = error;
  if (NOT_NOW.has(type) || (error.statusCode ?? 0) >= 500 || code === "lock_timeout")
    return unreachable(code ?? type);
  if (type === "StripeAuthenticationError" || type === "StripePermissionError")
    return new AppError("unreachable", "payments.keys", "Stripe does not accept the secret key.", {
      advice: "Copy the key again from Stripe's dashboard and save it in the billing settings.",
    });
  return new AppError("failed", "payments.refused", `Stripe refused: ${code ?? type}.`, {
    advice: "See the request in Stripe's dashboard.",
    params: { problem: code ?? type, request: error.requestId },
  });
}

const unreachable = (why: string) =>
  new AppError("unavailable", "payments.unreachable", "Stripe does not answer.", {
    advice: "Nothing is lost; try again in a few minutes.",
    params: { why },
    retryable: true,
  });

/** Runs a call and puts its failures into our words. */
export async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw stripeFailed(error);
  }
}

export const isMissing = (error: unknown): boolean => isStripes(error) && error.code === "resource_missing";
