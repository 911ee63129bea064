import type { AnswerFor } from "@/server/builtin/access";
import type { Batch, FieldValuesQuery, Query } from "@/server/platform/model";
import { AppError, ERROR_KINDS, type ErrorKind, type ErrorOptions, isAppError } from "@/server/shared/errors";

/** What is asked of one generation. */
export type Question =
  | { kind: "query"; input: Query }
  | { kind: "fieldValues"; input: FieldValuesQuery }
  | { kind: "ask"; input: Batch }
  | { kind: "model" };

/** From the portal to an engine host. */
export type ToHost =
  | {
      type: "ask";
      request: number;
      /** Plain file of the generation; opened on the first question, read-only. */
      file: string;
      /** Code tables made with it; there may be none. */
      codesFile: string;
      generation: string;
      question: Question;
      /** Whose rows answer, where the generation has section access. */
      asker: AnswerFor;
      timeoutMs: number;
      memoryBytes: number;
      /** For code tables of all generations of the host. */
      codeBytes: number;
    }
  | { type: "abort"; request: number }
  | { type: "close"; file: string };

/** From an engine host to the portal. */
export type FromHost =
  | { type: "ready" }
  | { type: "memory"; bytes: number }
  | { type: "answer"; request: number; answer: unknown; cpuMicros: number }
  | { type: "failure"; request: number; failure: Failure; cpuMicros: number };

/** An error on its way between processes. */
export interface Failure {
  kind: ErrorKind;
  code: string;
  message: string;
  options: Pick<ErrorOptions, "advice" | "params" | "issues" | "retryable">;
  /** For the log: the class of the underlying error, never data. */
  detail?: string;
}

export function toFailure(error: unknown): Failure {
  if (!isAppError(error))
    return {
      kind: "failed",
      code: "query.failed",
      message: "The engine could not answer this question.",
      options: {},
      detail: errorClass(error),
    };
  const { advice, params, issues, retryable, cause } = error.options;
  return {
    kind: error.kind,
    code: error.code,
    message: error.message,
    options: { advice, params, issues, retryable },
    ...(cause === undefined ? {} : { detail: errorClass(cause) }),
  };
}

export function fromFailure(failure: Failure): AppError {
  const kind = failure.kind in ERROR_KINDS ? failure.kind : "failed";
  return new AppError(kind, failure.code, failure.message, failure.options);
}

/** DuckDB's messages begin with a class (`Conversion Error: …`); what follows may quote data. */
function errorClass(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return /^([A-Z][\w ]{0,40}(?:Error|Exception)):/.exec(error.message)?.[1] ?? error.name;
}
