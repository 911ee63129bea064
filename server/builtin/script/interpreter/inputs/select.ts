import type { ReadResult, SourceSession } from "@/server/builtin/sources/port";
import { AppError, isAppError } from "@/server/shared/errors";
import { scriptError } from "../../errors";
import type { TableStatement } from "../../statements";
import type { Run } from "../run";

type Select = NonNullable<TableStatement["select"]>;

/**
 * Runs a SELECT on the current connection into a new table, telling its rows while they arrive.
 * @param shown name under which progress is told
 */
export async function readSelect(
  run: Run,
  select: Select,
  table: string,
  shown: string,
): Promise<ReadResult> {
  const session = currentSession(run, select);
  const { progress, host, catalog } = run;
  const estimate = await session.estimate(select.sql).catch(() => null);
  progress.begin(shown, estimate ?? undefined);
  let told = 0;
  const reading = session.read(select.sql, {
    db: host.db,
    table,
    signal: host.signal,
    maxBytes: Math.max(0, host.limits.bytes - progress.read),
    maxRows: Math.max(0, host.limits.rows - catalog.totalRows()),
    onRows: ({ rows, bytes }) => {
      progress.addBytes(bytes - told);
      told = bytes;
      progress.rows(shown, rows);
    },
  });
  const result = await reading.catch((error: unknown) => {
    throw isAppError(error) ? renamed(error, table, shown) : error;
  });
  progress.addBytes(result.bytes - told);
  for (const warning of result.warnings) {
    run.warnings.add(`${shown}: ${warning}`);
    host.log("warn", shown, warning);
  }
  return result;
}

/** The source only knows the temporary table it fills; people know the one it is for. */
function renamed(error: AppError, table: string, shown: string): AppError {
  const params =
    error.options.params?.table === table ? { ...error.options.params, table: shown } : error.options.params;
  return new AppError(error.kind, error.code, error.message.replaceAll(table, shown), {
    ...error.options,
    ...(params ? { params } : {}),
  });
}

function currentSession(run: Run, select: Select): SourceSession {
  if (run.session) return run.session;
  throw scriptError("script.connection", "SELECT stands here without a connection.", {
    at: select.at,
    advice: "Write LIB CONNECT TO 'name'; before it.",
  });
}

/** Name of a table made by a SELECT without a label: that behind FROM. */
export function selectTableName(sql: string): string {
  const from = /\bfrom\s+/i.exec(sql);
  if (!from) return "Table";
  let at = from.index + from[0].length;
  if (sql[at] === "(") {
    for (let depth = 0; at < sql.length; at++) {
      if (sql[at] === "(") depth++;
      else if (sql[at] === ")" && --depth === 0) break;
    }
    at++;
  }
  const rest = sql.slice(at).replace(/^\s*(?:as\s+)?/i, "");
  const name =
    /^(?:(?:"(?:[^"]|"")+"|`[^`]+`|\[[^\]]+\]|[\p{L}\p{N}_$]+)\s*\.?\s*)+/u.exec(rest)?.[0].trim() ?? "";
  const last = /(?:"((?:[^"]|"")+)"|`([^`]+)`|\[([^\]]+)\]|([\p{L}\p{N}_$]+))$/u.exec(
    name.split(/\s+(?=\w+$)/)[0] ?? "",
  );
  return last?.slice(1).find(Boolean)?.replaceAll('""', '"') ?? "Table";
}
