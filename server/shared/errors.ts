/** The closed set of what can go wrong, each with its HTTP status. `code` says more precisely what happened. */
export const ERROR_KINDS = {
  invalid: 422,
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-large": 413,
  "too-many": 429,
  limit: 422,
  unreachable: 422,
  unavailable: 503,
  failed: 500,
} as const;

export type ErrorKind = keyof typeof ERROR_KINDS;

export interface ErrorOptions {
  /** What the person can do about it, one sentence. */
  advice?: string;
  /** Values named in the message; also the parameters of its translation (`code` is the message key). */
  params?: Record<string, unknown>;
  /** Field, line or file the error is about: `[{ path: "connections[0].host", message: "…" }]`. */
  issues?: { path: string; message: string; file?: string; line?: number; column?: number }[];
  retryable?: boolean;
  retryAfterSeconds?: number;
  cause?: unknown;
}

const BRAND = Symbol.for("tenantry.error");

/** An expected error: its message may be shown to the person who caused it. Never put a secret into one. */
export class AppError extends Error {
  readonly [BRAND] = true;
  readonly kind: ErrorKind;
  readonly code: string;
  readonly options: ErrorOptions;

  /** @param code dotted, stable, for example `tenants.slug_taken` */
  constructor(kind: ErrorKind, code: string, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.kind = kind;
    this.code = code;
    this.options = options;
  }

  get status(): number {
    return ERROR_KINDS[this.kind];
  }
}

/** Works across bundles, where `instanceof` does not: Next loads a module once per bundle. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === "object" && error !== null && BRAND in error;
}

export function notFound(noun: string, id: string): AppError {
  return new AppError("not-found", `${noun}.not_found`, `There is no ${noun} "${id}".`, { params: { id } });
}

/** One error as data: for run steps, reloads and events. Unknown errors keep only a general sentence. */
export function toErrorData(error: unknown): {
  code: string;
  message: string;
  advice?: string;
  retryable: boolean;
  params?: Record<string, unknown>;
} {
  if (!isAppError(error)) {
    return {
      code: "internal",
      message: "Something inside Tenantry failed. The cause is in the server's log under this request's id.",
      advice: "Retry; if it fails again, send the request id to support.",
      retryable: true,
    };
  }
  const { advice, params, retryable = error.kind === "unavailable" } = error.options;
  return {
    code: error.code,
    message: error.message,
    ...(advice ? { advice } : {}),
    retryable,
    ...(params ? { params } : {}),
  };
}
