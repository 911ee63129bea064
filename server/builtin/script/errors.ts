import { AppError, type ErrorKind, isAppError } from "@/server/shared/errors";
import type { Place } from "./ast";

export type ScriptErrorCode =
  | "script.access"
  | "script.connection"
  | "script.failed"
  | "script.syntax"
  | "script.field_missing"
  | "script.table_missing"
  | "script.file"
  | "script.group"
  | "script.limit"
  | "script.name"
  | "script.recursion"
  | "script.stopped"
  | "script.unsupported"
  | "script.value";

const KINDS: Partial<Record<ScriptErrorCode, ErrorKind>> = {
  "script.limit": "limit",
  "script.recursion": "limit",
  "script.failed": "failed",
};

export interface ScriptErrorOptions {
  at?: Place;
  advice?: string;
  params?: Record<string, unknown>;
  cause?: unknown;
}

/** An error of a script or an expression; `params` carry its place as `line` and `column`. */
export function scriptError(
  code: ScriptErrorCode,
  message: string,
  options: ScriptErrorOptions = {},
): AppError {
  const { at, params, ...rest } = options;
  return new AppError(KINDS[code] ?? "invalid", code, message, {
    ...rest,
    params: { ...params, ...(at ? { line: at.line, column: at.column } : {}) },
  });
}

export function unsupported(what: string, at?: Place, advice?: string): AppError {
  return scriptError("script.unsupported", `${what} is not supported.`, { at, advice });
}

/** The same error with line, column and statement filled in where it had none. */
export function withPlace(error: AppError, place: Place & { statement: string }): AppError {
  const params = { ...place, ...error.options.params, statement: place.statement };
  return new AppError(error.kind, error.code, error.message, { ...error.options, params });
}

/** The same error at another place. */
export function movedTo(error: AppError, { line, column }: Place): AppError {
  const params = { ...error.options.params, line, column };
  return new AppError(error.kind, error.code, error.message, { ...error.options, params });
}

/** `Did you mean "Sales"?` for the name nearest to a wrong one, or undefined. */
export function nearest(wrong: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wrong.length / 3)) + 1;
  for (const name of names) {
    const distance = name.toLowerCase() === wrong.toLowerCase() ? 0 : editDistance(wrong, name, bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  let row = Array.from({ length: y.length + 1 }, (_, i) => i);
  for (let i = 1; i <= x.length; i++) {
    const next = [i];
    for (let j = 1; j <= y.length; j++) {
      const swap = (row[j - 1] ?? 0) + (x[i - 1] === y[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[y.length] ?? limit;
}

export function missingField(name: string, names: Iterable<string>, at?: Place): AppError {
  const guess = nearest(name, names);
  return scriptError("script.field_missing", `There is no field "${name}" here.`, {
    at,
    advice: guess
      ? `Did you mean "${guess}"? Field names are case-sensitive.`
      : "Check the name against the fields of the source; text needs single quotes.",
    params: { field: name, ...(guess ? { nearest: guess } : {}) },
  });
}

export { isAppError };
