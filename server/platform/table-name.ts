import { AppError } from "@/server/shared/errors";
import type { Dialect } from "./dialect";

const PART = /"((?:[^"]|"")+)"|([^."][^.]*)/y;

/**
 * `schema.table` as its parts. A part that holds a dot goes in double quotes: `"my.schema"."my.table"`. Files have no
 * schemas: `orders.csv` is one name there. Throws `source.name` where it can't be read.
 */
export function splitTableName(name: string, dialect: Dialect): string[] {
  if (dialect.name === "duckdb") return [name];
  const parts: string[] = [];
  let at = 0;
  do {
    if (parts.length > 0) at++;
    PART.lastIndex = at;
    const match = PART.exec(name);
    if (!match || parts.length === 3) throw notATable(name);
    parts.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    at = PART.lastIndex;
  } while (name[at] === ".");
  if (at < name.length) throw notATable(name);
  return parts;
}

function notATable(name: string): AppError {
  return new AppError("invalid", "source.name", `"${name}" is not a table name.`, {
    advice: 'Write "table" or "schema.table"; a part with a dot in it goes in double quotes.',
    params: { name },
  });
}
