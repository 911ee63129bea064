import { Vectors } from "@/server/builtin/associative/tap";
import type { QvdValues } from "@/server/builtin/formats/qvd/encode-symbol";
import type { QvdNumberFormat } from "@/server/builtin/formats/qvd/header";
import { NULL_SHIFT, NULL_STORED, QvdWriter } from "@/server/builtin/formats/qvd/writer";
import { asDouble, asText, type Typed } from "../convert";
import { scriptError } from "../errors";
import { quoteName } from "../quoting";
import type { Settings } from "../settings";
import { readAs } from "../types";
import type { ScriptColumn, TableState } from "./catalog";
import type { Run } from "./run";
import { streamed } from "./streamed";

/** A field to be stored: a column of the table, under the name it has in the file. */
export interface StoredColumn {
  column: ScriptColumn;
  as: string;
}

/**
 * Writes columns of a table as a QVD: each field's values once, in the order they first appear, then the rows as codes.
 * @param target absolute path; a file of that name is replaced when the new one is complete
 */
export async function storeQvd(
  run: Run,
  table: TableState,
  columns: StoredColumn[],
  target: string,
): Promise<void> {
  const createdUtc = run.host.now.toISOString().slice(0, 19).replace("T", " ");
  const writer = await QvdWriter.create(target, { tableName: table.name, createdUtc, records: table.rows });
  const dictionaries: Dictionary[] = [];
  try {
    for (const stored of columns) {
      const dictionary = await createDictionary(run, table, stored.column);
      dictionaries.push(dictionary);
      const format = numberFormat(stored.column, run.variables.settings);
      await writer
        .field({ name: stored.as, format, nullable: dictionary.nullable }, values(run, dictionary))
        .catch((error: unknown) => {
          throw error instanceof RangeError ? cannotHold(stored.column.name, error) : error;
        });
    }
    await writer.beginRecords();
    let first = 0;
    for await (const { chunk, rowCount } of streamed(run, rowsSql(table, dictionaries))) {
      await writer.records(rowCount, codesOf(dictionaries, new Vectors(chunk), first));
      first += rowCount;
    }
    await writer.finish();
  } catch (error) {
    await writer.abort();
    throw error;
  } finally {
    await run.db.dropTemporary(...dictionaries.map((d) => d.table));
  }
}

/** The different values of a column: a table of `v` and its `code`. */
interface Dictionary {
  table: string;
  /** SQL of a row's value as `v` has it; `t` is the stored table. */
  value: string;
  typed: Typed;
  nullable: boolean;
  /** Each row has a value of its own: its code is the row's place. */
  isOwn: boolean;
}

async function createDictionary(run: Run, table: TableState, column: ScriptColumn): Promise<Dictionary> {
  const name = run.db.temporaryName();
  const value = storable(`t.${quoteName(column.name)}`, column);
  await run.db.run(
    `CREATE TABLE ${quoteName(name)} AS SELECT v, row_number() OVER (ORDER BY first) - 1 AS code FROM (SELECT ${value} AS v, min(t.rowid) AS first FROM ${quoteName(table.name)} AS t GROUP BY 1) WHERE v IS NOT NULL`,
  );
  const [row] = await run.db.rows(
    `SELECT (SELECT count(*) FROM (SELECT 1 FROM ${quoteName(table.name)} AS t WHERE ${value} IS NULL LIMIT 1)),
      (SELECT count(*) FROM ${quoteName(name)}), (SELECT count(*) FROM ${quoteName(table.name)})`,
  );
  const { type, format } = column;
  const typed = { sql: "v", type, ...(format ? { format } : {}) };
  const [nulls, values, rows] = (row ?? []).map(Number);
  return { table: name, value, typed, nullable: (nulls ?? 0) > 0, isOwn: values === rows };
}

/** The value, or NULL for what a QVD has no value for: not a number, infinity, a dual of nothing. */
function storable(sql: string, { stored, type }: ScriptColumn): string {
  const value = readAs(sql, stored);
  if (type.kind === "number") return `CASE WHEN isfinite(${value}) THEN ${value} END`;
  if (type.kind !== "dual") return value;
  return `CASE WHEN isfinite((${value}).num) OR (${value}).txt IS NOT NULL THEN ${value} END`;
}

/** A dictionary's values in the order of their codes. */
async function* values(run: Run, { table, typed }: Dictionary): AsyncGenerator<QvdValues> {
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

const TYPES: Partial<Record<Typed["type"]["kind"], string>> = {
  text: "ASCII",
  integer: "INTEGER",
  boolean: "INTEGER",
  number: "REAL",
  decimal: "REAL",
  date: "DATE",
  timestamp: "TIMESTAMP",
  time: "TIME",
};

function numberFormat({ type, format }: ScriptColumn, settings: Settings): QvdNumberFormat {
  const own: Partial<Record<Typed["type"]["kind"], string>> = {
    date: settings.dateFormat,
    timestamp: settings.timestampFormat,
    time: settings.timeFormat,
  };
  const name = TYPES[type.kind] ?? "UNKNOWN";
  const shown = format ?? own[type.kind] ?? "";
  const number = shown !== "" && /^(INTEGER|REAL)$/.test(name);
  return {
    type: name,
    decimals: name === "REAL" ? 14 : 0,
    format: shown,
    decimalSep: number ? settings.decimalSep : "",
    thousandSep: number && shown.includes(settings.thousandSep) ? settings.thousandSep : "",
  };
}

/** Rows' codes as stored, in load order. */
function rowsSql(table: TableState, dictionaries: readonly Dictionary[]): string {
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
  return `SELECT ${list.join(", ") || "0::UINTEGER"} FROM ${quoteName(table.name)} AS t ${joins.join(" ")} ORDER BY t.rowid`;
}

/** @param first place of the first row */
function codesOf(dictionaries: readonly Dictionary[], rows: Vectors, first: number): Uint32Array[] {
  let column = 0;
  return dictionaries.map(({ isOwn }) =>
    isOwn ? Uint32Array.from({ length: rows.rows }, (_, i) => first + i) : rows.words(column++, 4),
  );
}

function cannotHold(field: string, error: RangeError) {
  return scriptError(
    "script.value",
    `The field "${field}" holds ${error.message}, which a QVD cannot keep.`,
    {
      advice: "Take it out with Replace() or PurgeChar() and Chr(0), or store the table as Parquet.",
      params: { field },
    },
  );
}
