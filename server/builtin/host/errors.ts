import { AppError } from "@/server/shared/errors";

export function crashed(cause: unknown): AppError {
  return new AppError(
    "unavailable",
    "engine.crashed",
    "The engine ended twice while answering this question.",
    {
      advice: "Ask something simpler, or reload the app; if it stays, send the request id to support.",
      retryable: false,
      cause,
    },
  );
}

export function hostsClosed(): AppError {
  return new AppError("unavailable", "engine.closed", "The portal is shutting down.", { retryable: true });
}

export function tooManyWaiting(): AppError {
  return new AppError(
    "unavailable",
    "engine.busy",
    "Too many questions of this tenant are waiting for an answer.",
    { advice: "Ask again in a moment.", retryable: true },
  );
}
