import { countColumns } from "@/server/builtin/associative/column-counts";
import { Vectors } from "@/server/builtin/associative/tap";
import type { QvdValues } from "@/server/builtin/formats/qvd/encode-symbol";
import { NULL_SHIFT, NULL_STORED } from "@/server/builtin/formats/qvd/writer";
import { asDouble, asText, type Typed } from "../convert";
import { quoteName } from "../quoting";
import type { OrderedRows } from "../row-order";
import type { Settings } from "../settings";
import { readAs } from "../types";
import type { ScriptColumn, TableState } from "./catalog";
import type { Run } from "./run";
import { streamed } from "./streamed";

/** The different values of a column, in the order they first appear. */
export interface Dictionary {
  /** Of `v` and its `code`; null where no two rows have the same value: their codes are counted. */
  table: string | null;
  rows: OrderedRows;
  /** SQL of a row's value as `v` has it; `t` is the stored table. */
  value: string;
  typed: Typed;
  nullable: boolean;
}

/**
 * Columns of a table in which no two rows have the same value; not all of them: of few rows, for one, a dictionary is
 * made in no time.
 */
export async function ownValued(run: Run, { name, rows }: TableState, columns: readonly ScriptColumn[]) {
  const table = `main.${quoteName(name)}`;
  const values = columns.map((c) => storable(`t.${quoteName(c.name)}`, c));
  const [types] = await run.db.rows(
    `SELECT ${values.map((v) => `typeof(${v})`).join(", ")} FROM ${table} t LIMIT 1`,
  );
  const asked = columns.map(({ name }, i) => ({
    field: name,
    key: values[i] ?? "",
    sqlType: String(types?.[i]),
  }));
  const found = await countColumns(run.db.connection, table, asked, rows);
  return new Set(columns.filter((_, i) => found[i] && found[i].distinct + found[i].nulls === rows));
}

/**
 * @param known `isOwn`: no two of the rows are known to have the same value; `isSmall`: there are so few of them that
 * nothing of it need be written, not even into a log
 */
export async function createDictionary(
  run: Run,
  rows: OrderedRows,
  column: ScriptColumn,
  { isOwn, isSmall }: { isOwn?: boolean; isSmall?: boolean } = {},
): Promise<Dictionary> {
  const value = storable(`t.${quoteName(column.name)}`, column);
  const { type, format } = column;
  const typed = { sql: "v", type, ...(format ? { format } : {}) };
  const [row] = await run.db.rows(`SELECT count(*), count(${value}) FROM ${rows.from}`);
  const [all = 0, there = 0] = (row ?? []).map(Number);
  const dictionary = { rows, value, typed, nullable: there < all };
  if (isOwn) return { ...dictionary, table: null };
  const name = run.db.temporaryName();
  await run.db.run(
    `CREATE ${isSmall ? "TEMP " : ""}TABLE ${quoteName(name)} AS SELECT v, row_number() OVER (ORDER BY first) - 1 AS code
     FROM (SELECT ${value} AS v, min(${rows.rank}) AS first FROM ${rows.from} GROUP BY 1) WHERE v IS NOT NULL`,
  );
  if ((await run.db.count(quoteName(name))) < there) return { ...dictionary, table: name };
  await run.db.dropTemporary(name);
  return { ...dictionary, table: null };
}

export function dictionaryTables(dictionaries: readonly Dictionary[]): string[] {
  return dictionaries.flatMap(({ table }) => table ?? []);
}

/** The value, or NULL for what a QVD has no value for: not a number, infinity, a dual of nothing. */
export function storable(sql: string, { stored, type }: ScriptColumn): string {
  const value = readAs(sql, stored);
  if (type.kind === "number") return `CASE WHEN isfinite(${value}) THEN ${value} END`;
  if (type.kind !== "dual") return value;
  return `CASE WHEN isfinite((${value}).num) OR (${value}).txt IS NOT NULL THEN ${value} END`;
}

/** A dictionary's values in the order of their codes. */
export async function* values(run: Run, dictionary: Dictionary): AsyncGenerator<QvdValues> {
  const { number, text } = parts(dictionary.typed, run.variables.settings);
  // What turns bytes into text drops U+FEFF from their start.
  const marked = `SELECT ${number} AS n, CAST(${text} AS VARCHAR) AS txt, code FROM ${coded(dictionary)}`;
  const sql = `SELECT CAST(n AS DOUBLE), CASE WHEN starts_with(txt, chr(65279)) THEN chr(65279) || txt ELSE txt END, code::UINTEGER FROM (${marked})`;
  // Sorted, all values would be in memory at once.
  const areInOrder = dictionary.table === null && dictionary.rows.areInOrder;
  let last = -1;
  for await (const chunk of streamed(run, areInOrder ? sql : `${sql} ORDER BY code`)) {
    const vectors = new Vectors(chunk.chunk);
    const codes = vectors.words(2, 4);
    if ((codes[0] as number) <= last) throw new Error("Rows came in another order than they lie in.");
    last = codes.at(-1) as number;
    const [hasNumber, hasText] = [vectors.validity(0), vectors.validity(1)];
    const found = vectors.doubles(0);
    const numbers = Array.from(found, (n, i) => (isValid(hasNumber, i) ? n : null));
    const texts = hasText?.every((bits) => bits === 0) ? null : chunk.getColumnValues(1);
    yield { numbers, texts: texts as (string | null)[] | null };
  }
}

/** Values `v` with their places among them, `code`. */
function coded({ table, rows: { from, rank }, value }: Dictionary): string {
  if (table !== null) return quoteName(table);
  return `(SELECT ${value} AS v, ${rank} AS code FROM ${from} WHERE ${value} IS NOT NULL)`;
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

/** Rows' codes as stored, in load order; where each row has a value of its own whether it has one. */
export function rowsSql({ from, rank }: OrderedRows, dictionaries: readonly Dictionary[]): string {
  const list: string[] = [];
  const joins: string[] = [];
  for (const [i, { table: name, value, nullable }] of dictionaries.entries()) {
    if (name === null) {
      if (nullable) list.push(`CAST(${value} IS NOT NULL AS UINTEGER)`);
      continue;
    }
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

/** Reads the rows of `rowsSql` one after the other. */
export class RowCodes {
  /** Of columns without a dictionary the code of the next value. */
  private readonly next: number[];

  constructor(private readonly dictionaries: readonly Dictionary[]) {
    this.next = dictionaries.map(() => 0);
  }

  /** Of each field the rows' codes as stored. */
  of(rows: Vectors): Uint32Array[] {
    let column = 0;
    return this.dictionaries.map(({ table, nullable }, i) => {
      if (table !== null) return rows.words(column++, 4);
      const there = nullable ? rows.words(column++, 4) : null;
      return this.counted(i, there, rows.rows);
    });
  }

  private counted(field: number, there: Uint32Array | null, count: number): Uint32Array {
    const codes = new Uint32Array(count);
    let next = this.next[field] as number;
    for (let i = 0; i < count; i++)
      codes[i] = !there ? next++ : there[i] === 1 ? next++ + NULL_SHIFT : NULL_STORED;
    this.next[field] = next;
    return codes;
  }
}
