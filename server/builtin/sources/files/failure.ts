import { basename } from "node:path";
import { isAppError } from "@/server/shared/errors";
import { isUnwritten } from "@/server/shared/unwritable";
import { type SourceErrorCode, sourceError } from "../errors";
import { columnMissing, tableMissing } from "../missing";
import type { SourceSession } from "../port";

const BY_PREFIX: [RegExp, SourceErrorCode][] = [
  [/^Parser Error/, "source.syntax"],
  [/^Binder Error/, "source.syntax"],
  [/^Catalog Error/, "source.syntax"],
  [/^Permission Error/, "source.forbidden"],
  [/^Conversion Error/, "source.type"],
  [/^(Invalid Input|Out of Range) Error/, "source.type"],
  [/^(IO|Serialization|Invalid) Error/, "source.damaged"],
];

/** A message may quote a whole line of a file. */
const LONGEST = 500;

/** DuckDB's message: one line, absolute paths shortened to the file's name, advice about its own settings left out. */
function plainMessage(message: string, paths: readonly string[]): string {
  const short = paths.reduce((text, path) => text.replaceAll(path, basename(path)), message);
  const [first = ""] = short
    .replace(/^[A-Z][A-Za-z ]+ Error: /, "")
    .split(/\n\s*\n|\nLINE |\nPossible |\n\s*Possible /);
  const plain = first.slice(0, LONGEST).replace(/\s+/g, " ").trim();
  return first.length > LONGEST ? `${plain}…` : plain.replace(/[.!]$/, "");
}

function isBadText(message: string): boolean {
  return /invalid unicode|not utf-8|Invalid UTF/i.test(message);
}

/** What DuckDB reported about files or a SELECT on them, in the words of all sources. */
export async function filesFailure(
  error: unknown,
  sql: string,
  paths: readonly string[],
  catalog: Pick<SourceSession, "tables" | "columns">,
): Promise<unknown> {
  if (isAppError(error) || !(error instanceof Error) || isUnwritten(error)) return error;
  const { message } = error;
  const column = /Referenced (?:column|table) "(.+?)" not found|does not have a column named "(.+?)"/.exec(
    message,
  );
  const columnName = column?.[1] ?? column?.[2];
  if (columnName) return columnMissing(columnName, sql, catalog);
  const table = /Table with name (.+?) does not exist/.exec(message)?.[1];
  if (table) return tableMissing(table, catalog);
  if (/^Out of Memory Error|failed to allocate/i.test(message))
    return sourceError("source.too_large", "The files need more memory than looking at them may take.", {
      advice: "Keep fewer columns, or shorter lines, or save them as Parquet.",
    });
  const text = plainMessage(message, paths);
  if (isBadText(message))
    return sourceError("source.type", `A CSV file is not in the encoding the connection says: ${text}.`, {
      advice: "Set the encoding of the connection, for example latin-1.",
    });
  const code = BY_PREFIX.find(([prefix]) => prefix.test(message))?.[1];
  return code ? sourceError(code, `The files can't be read: ${text}.`) : error;
}

/** A CSV value that doesn't fit the type its column was given by the first rows. */
export function isLateMisfit(error: unknown): boolean {
  return error instanceof Error && /when converting column|Could not convert/i.test(error.message);
}
