import type { DuckDBConnection } from "@duckdb/node-api";
import { readRows } from "@/server/builtin/associative/rows";
import { Vectors } from "@/server/builtin/associative/tap";
import type { CellValue, FieldType } from "@/server/platform/model";

/** Below, `dictionaryCells` is as good. */
const MANY = 10_000;
/** Texts read as one. */
const TEXTS_AT_ONCE = 50_000;
/** All texts of a field, at most: more are read a few at a time. */
const MOST_TEXT_BYTES = 2 ** 26;
const BETWEEN = "\u0000";
const SAFE = 2 ** 53;
/** Decimals of so many digits are numbers as they are written. */
const DECIMAL_DIGITS = 15;

/**
 * The values of a dictionary as `dictionaryCells` gives them, where there are many texts, whole numbers or short decimals: a row at a time
 * takes four times as long.
 * @param size of the dictionary
 * @returns null where that way has to be gone
 */
export async function quickCells(
  db: DuckDBConnection,
  dictionary: string,
  size: number,
  kind: FieldType,
): Promise<CellValue[] | null> {
  if (size < MANY || (kind !== "text" && kind !== "integer" && kind !== "decimal")) return null;
  if (kind === "text") return texts(db, dictionary, size);
  const isExact = kind === "integer" ? areSafe : areShort;
  return (await isExact(db, dictionary)) ? numbers(db, dictionary) : null;
}

async function texts(db: DuckDBConnection, dictionary: string, size: number): Promise<CellValue[] | null> {
  const [lengths] = await readRows(db, `SELECT sum(strlen(k))::DOUBLE AS n FROM ${dictionary}`);
  if (Number(lengths?.n) > MOST_TEXT_BYTES) return null;
  const cells: CellValue[] = [];
  for (let from = 0; from < size; from += TEXTS_AT_ONCE) {
    const count = Math.min(TEXTS_AT_ONCE, size - from);
    const [joined] = await readRows(
      db,
      `SELECT chr(0) || string_agg(k, chr(0) ORDER BY code) AS t FROM ${dictionary} WHERE code >= ${from} AND code < ${from + count}`,
    );
    // Nothing lies before the first: U+FEFF would be dropped from a start.
    const found = String(joined?.t).split(BETWEEN).slice(1);
    // A text has such a character itself.
    if (found.length !== count) return null;
    for (const text of found) cells.push(text);
  }
  return cells;
}

async function areSafe(db: DuckDBConnection, dictionary: string): Promise<boolean> {
  const [bounds] = await readRows(
    db,
    `SELECT min(k)::DOUBLE AS least, max(k)::DOUBLE AS most FROM ${dictionary}`,
  );
  return Number(bounds?.least) > -SAFE && Number(bounds?.most) < SAFE;
}

async function areShort(db: DuckDBConnection, dictionary: string): Promise<boolean> {
  const [found] = await readRows(db, `SELECT typeof(any_value(k)) AS type FROM ${dictionary}`);
  return Number(/^DECIMAL\((\d+),/.exec(String(found?.type))?.[1]) <= DECIMAL_DIGITS;
}

async function numbers(db: DuckDBConnection, dictionary: string): Promise<CellValue[]> {
  const cells: CellValue[] = [];
  const result = await db.stream(`SELECT k::DOUBLE FROM ${dictionary} ORDER BY code`);
  for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk())
    for (const number of new Vectors(chunk.chunk).doubles(0)) cells.push(number);
  return cells;
}
