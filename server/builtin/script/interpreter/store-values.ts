import { Vectors } from "@/server/builtin/associative/tap";
import type { QvdValues } from "@/server/builtin/formats/qvd/encode-symbol";
import { NULL_SHIFT, NULL_STORED } from "@/server/builtin/formats/qvd/writer";
import { asDouble, asText, type Typed } from "../convert";
import { quoteName } from "../quoting";
import type { OrderedRows } from "../row-order";
import type { Settings } from "../settings";
import { readAs } from "../types";
import type { ScriptColumn } from "./catalog";
import type { Run } from "./run";
import { streamed } from "./streamed";

/** The different values of a column: a table of `v` and its `code`. */
export interface Dictionary {
  table: string;
  /** SQL of a row's value as `v` has it; `t` is the stored table. */
  value: string;
  typed: Typed;
  nullable: boolean;
  /** Each row has a value of its own: its code is the row's place. */
  isOwn: boolean;
}

export async function createDictionary(
  run: Run,
  rows: OrderedRows,
  column: ScriptColumn,
): Promise<Dictionary> {
  const name = run.db.temporaryName();
  const value = storable(`t.${quoteName(column.name)}`, column);
  await run.db.run(
    `CREATE TABLE ${quoteName(name)} AS SELECT v, row_number() OVER (ORDER BY first) - 1 AS code FROM (SELECT ${value} AS v, min(${rows.rank}) AS first FROM ${rows.from} GROUP BY 1) WHERE v IS NOT NULL`,
  );
  const [row] = await run.db.rows(
    `SELECT (SELECT count(*) FROM (SELECT 1 FROM ${rows.from} WHERE ${value} IS NULL LIMIT 1)),
      (SELECT count(*) FROM ${quoteName(name)}), (SELECT count(*) FROM ${rows.from})`,
  );
  const { type, format } = column;
  const typed = { sql: "v", type, ...(format ? { format } : {}) };
  const [nulls, values, count] = (row ?? []).map(Number);
  return { table: name, value, typed, nullable: (nulls ?? 0) > 0, isOwn: values === count };
}

/** The value, or NULL for what a QVD has no value for: not a number, infinity, a dual of nothing. */
export function storable(sql: string, { stored, type }: ScriptColumn): string {
  const value = readAs(sql, stored);
  if (type.kind === "number") return `CASE WHEN isfinite(${value}) THEN ${value} END`;
  if (type.kind !== "dual") return value;
  return `CASE WHEN isfinite((${value}).num) OR (${value}).txt IS NOT NULL THEN ${value} END`;
}

/** A dictionary's values in the order of their codes. */
export async function* values(run: Run, { table, typed }: Dictionary): AsyncGenerator<QvdValues> {
  const { number, text } = parts(typed, run.variables.settings);
  // What turns bytes into text drops U+FEFF from their start.
  const marked = `SELECT ${number} AS n, CAST(${text} AS VARCHAR) AS txt, code FROM ${quoteName(table)}`;
  const sql = `SELECT CAST(n AS DOUBLE), CASE WHEN starts_with(txt, chr(65279)) THEN chr(65279) || txt ELSE txt END FROM (${marked}) ORDER BY code`;
  for await (const chunk of streamed(run, sql)) {
    const vectors = new Vectors(chunk.chunk);
    const [hasNumber, hasText] = [vectors.validity(0), vectors.validity(1)];
    const found = vectors.doubles(0);
    const numbers = Array.from(found, (n, i) => (isValid(hasNumber, i) ? n : null));
    const texts = hasText?.every((bits) => bits === 0) ? null : chunk.getColumnValues(1);
    yield { numbers, texts: texts as (string | null)[] | null };
  }
}

function isValid(validity: Uint8Array | null, i: number): boolean {
  return !validity || ((validity[i >> 3] ?? 0) & (1 << (i & 7))) !== 0;
}

/** Number and text of a value; the text is left out where it is just what the number looks like. */
function parts(value: Typed, settings: Settings): { number: string; text: string } {
  const { sql, type } = value;
  switch (type.kind) {
    case "text":
    case "null":
      return { number: "NULL", text: sql };
    case "dual":
      return { number: `CASE WHEN isfinite((${sql}).num) THEN (${sql}).num END`, text: `(${sql}).txt` };
    case "date":
    case "timestamp":
    case "time":
      return { number: asDouble(value), text: asText(value, settings) };
    case "integer":
      return {
        number: asDouble(value),
        text: `CASE WHEN abs(${sql}::HUGEINT) > 9007199254740992 THEN ${sql}::VARCHAR END`,
      };
    case "decimal":
      // A double keeps 15 digits for sure; the text keeps the others.
      return {
        number: asDouble(value),
        text: `CASE WHEN length(ltrim(translate(${sql}::VARCHAR, '-.', ''), '0')) > 15 THEN ${sql}::VARCHAR END`,
      };
    default:
      return { number: asDouble(value), text: "NULL" };
  }
}

/** Rows' codes as stored, in load order. */
export function rowsSql({ from, rank }: OrderedRows, dictionaries: readonly Dictionary[]): string {
  const list: string[] = [];
  const joins: string[] = [];
  for (const [i, { table: name, value, nullable, isOwn }] of dictionaries.entries()) {
    if (isOwn) continue;
    const shift = nullable ? NULL_SHIFT : 0;
    const code = `WHEN d${i}.code IS NOT NULL THEN d${i}.code + ${shift}`;
    const none = nullable ? `WHEN ${value} IS NULL THEN ${NULL_STORED}` : "";
    list.push(
      `CAST(CASE ${code} ${none} ELSE error('A value was not found among its own.') END AS UINTEGER)`,
    );
    joins.push(`LEFT JOIN ${quoteName(name)} AS d${i} ON ${value} = d${i}.v`);
  }
  return `SELECT ${list.join(", ") || "0::UINTEGER"} FROM ${from} ${joins.join(" ")} ORDER BY ${rank}`;
}

/** @param first place of the first row */
export function codesOf(dictionaries: readonly Dictionary[], rows: Vectors, first: number): Uint32Array[] {
  let column = 0;
  return dictionaries.map(({ isOwn }) =>
    isOwn ? Uint32Array.from({ length: rows.rows }, (_, i) => first + i) : rows.words(column++, 4),
  );
}
