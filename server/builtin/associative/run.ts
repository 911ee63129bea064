import {
  type DuckDBConnection,
  type DuckDBListValue,
  type DuckDBResultReader,
  LIST,
  VARCHAR,
} from "@duckdb/node-api";
import { AppError, isAppError } from "@/server/shared/errors";

/** Runs a statement, with lists of texts as its parameters; DuckDB's own errors become `query.failed`, an interrupt `query.interrupted`. */
export async function run(
  db: DuckDBConnection,
  sql: string,
  lists?: Record<string, DuckDBListValue>,
): Promise<DuckDBResultReader> {
  try {
    if (!lists) return await db.runAndReadAll(sql);
    const types = Object.fromEntries(Object.keys(lists).map((name) => [name, LIST(VARCHAR)]));
    return await db.runAndReadAll(sql, lists, types);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    if (/^INTERRUPT/i.test(message))
      throw new AppError(
        "unavailable",
        "query.interrupted",
        "The question was stopped before it was answered.",
        { cause },
      );
    const tooLarge = overMemory(cause);
    if (tooLarge) throw tooLarge;
    if (/^(Conversion|Out of Range|Invalid Input)/i.test(message))
      throw new AppError("invalid", "query.value", "A value in the data does not fit the expression.", {
        advice: "Check for numbers too large for the arithmetic, or texts used as dates.",
        params: { detail: message.split("\n")[0] ?? "" },
        cause,
      });
    throw new AppError("failed", "query.failed", "The engine could not answer this question.", { cause });
  }
}

/** `query.too_large`, naming the limit, where DuckDB needed more memory than it may use; null of any other error. */
export function overMemory(cause: unknown): AppError | null {
  const message = cause instanceof Error ? cause.message : "";
  if (isAppError(cause) || !/^Out of Memory/i.test(message)) return null;
  // As DuckDB says it: "(190.2 MiB/192.0 MiB used)".
  const [, amount, unit] = /\/([\d.]+) ([KMGT])iB used/.exec(message) ?? [];
  const limit = amount ? `the ${Number(amount)} ${unit}B it may use` : "it may use";
  return new AppError("limit", "query.too_large", `The question needs more memory than ${limit}.`, {
    advice: "Ask with fewer dimensions, or select more first; a larger plan may allow more.",
    ...(amount ? { params: { limit: `${Number(amount)} ${unit}B` } } : {}),
    cause,
  });
}
