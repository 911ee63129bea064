import Stripe from "stripe";
import { AppError, isAppError } from "@/server/shared/errors";

const NOT_NOW = new Set([
  "StripeConnectionError",
  "StripeAPIError",
  "StripeRateLimitError",
  "StripeIdempotencyError",
]);

/** What Stripe answers, in our words. Its message may name what was sent: it is not passed on. */
export function stripeFailed(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (!(error instanceof Stripe.errors.StripeError)) return unreachable("none");
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

export const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeError && error.code === "resource_missing";
