import type { DuckDBConnection } from "@duckdb/node-api";
import type { CatalogField } from "@/server/builtin/associative/catalog";
import { keySql, keyType } from "@/server/builtin/associative/columns";
import { readRows } from "@/server/builtin/associative/rows";
import { Vectors } from "@/server/builtin/associative/tap";
import type { ModelColumn } from "@/server/builtin/associative/types";
import type { ValueTables } from "@/server/builtin/associative/value-tables";
import { quoteName } from "@/server/builtin/script/quoting";
import type { EarlierFile } from "./earlier-file";
import type { Dictionary } from "./lookup";
import { MOST_SPAN } from "./order-of-codes";
import type { Description } from "./saved";

/** Values are read as one text: more of it would not fit beside the rest in the memory of a small plan. */
const MOST_VALUE_BYTES = 2 ** 24;

let named = 0;

/** A name no other temp table or alias has. */
export function ownName(what: string): string {
  return `${what}_${named++}`;
}

/** A field's values with the numbers that stand for them. */
export interface Values {
  /** Temp table `k`, `number`. */
  name: string;
  size: number;
  /** The largest number, and the largest before new rows brought new values. */
  most: number;
  earlierMost: number;
  /** Stands for NULL. */
  none: number;
}

/** New rows brought new values. */
export function grew({ most, earlierMost }: Values): boolean {
  return most > earlierMost;
}

/** Rows of a table behind the first `earlier`. */
export interface Added {
  column: ModelColumn;
  earlier: number;
}

/**
 * Values of before with their numbers, and behind them those of new rows.
 * @param distinct how many there were
 * @param taker takes the table of all of them
 * @returns null where they cannot be told
 */
export async function valuesOf(
  db: DuckDBConnection,
  file: EarlierFile,
  taker: ValueTables,
  { name: field, kind, columns }: CatalogField,
  distinct: number,
  added: readonly Added[],
): Promise<Values | null> {
  const saved = file.described.fields[field];
  const [column] = columns;
  if (!column || !saved?.values || saved.size !== distinct || saved.size === 0) return null;
  if (saved.values.bytes > MOST_VALUE_BYTES) return null;
  const numbers = numbersOf(file, saved, columns);
  if (!numbers) return null;
  const name = ownName("earlier_values");
  try {
    await db.run(
      `CREATE TEMP TABLE ${name} AS SELECT CAST(k AS ${keyType(column, kind)}) AS k, number::UINTEGER AS number FROM
         (SELECT unnest(from_json($values::JSON, '["VARCHAR"]')) AS k, unnest(string_split($numbers, ',')) AS number)`,
      { values: file.read(saved.values).toString("utf8"), numbers: numbers.join(",") },
    );
  } catch {
    return null;
  }
  taker.adopt(field, name);
  const [there] = await readRows(
    db,
    `SELECT count(k)::INTEGER AS n, count(DISTINCT k)::INTEGER AS d, max(number)::BIGINT::DOUBLE AS most FROM ${name}`,
  );
  if (there?.n !== saved.size || there.d !== saved.size) {
    await taker.forget(field);
    return null;
  }
  const none = noneOf(saved);
  const earlierMost = Math.max(Number(there.most), none);
  const rows = added.map(({ column, earlier }) => {
    const key = keySql("t", column, kind);
    return `SELECT ${key} AS v FROM main.${quoteName(column.table)} t WHERE t.rowid >= ${earlier} AND ${key} IS NOT NULL`;
  });
  const [inserted] = await readRows(
    db,
    `INSERT INTO ${name} SELECT v, ${earlierMost} + row_number() OVER () FROM
       (SELECT DISTINCT v FROM (${rows.join(" UNION ALL ")})) a WHERE v NOT IN (SELECT k FROM ${name})`,
  );
  const grown = Number(inserted?.Count);
  return { name, size: saved.size + grown, most: earlierMost + grown, earlierMost, none };
}

type SavedField = Description["fields"][string];

/** Numbers that are codes have that of NULL behind them. */
export function noneOf({ none, order, size }: SavedField): number {
  return none ?? (order ? 0 : size);
}

/** Numbers of values in the order of their codes, the same in all tables. */
function numbersOf(
  file: EarlierFile,
  saved: SavedField,
  columns: readonly ModelColumn[],
): Uint32Array | null {
  const { order, size } = saved;
  if (!order) return Uint32Array.from({ length: size }, (_, code) => code);
  const [place, ...others] = columns.map((c) => order[c.table]);
  return place && others.every((other) => other?.at === place.at) ? file.order(place, size) : null;
}

/** Numbers in the order of the dictionary's codes; null where they lie too far apart. */
export async function orderOfCodes(
  db: DuckDBConnection,
  { name, size }: Values,
  dictionary: Dictionary,
): Promise<Uint32Array | null> {
  const order = new Uint32Array(size);
  const result = await db.run(
    `SELECT e.number FROM ${dictionary.name} d JOIN ${name} e ON e.k = d.k ORDER BY d.code`,
  );
  let at = 0;
  for (let i = 0; i < result.chunkCount; i++) {
    const numbers = new Vectors(result.getChunk(i).chunk).words(0, 4);
    if (at + numbers.length > size) return null;
    order.set(numbers, at);
    at += numbers.length;
  }
  if (at !== size || dictionary.size !== size) return null;
  const least = order.reduce((a, b) => Math.min(a, b), 2 ** 32);
  return order.reduce((a, b) => Math.max(a, b), 0) - least < MOST_SPAN ? order : null;
}

/** Temp table of the `number`s of known values that no earlier row of a table has; it is the caller's. */
export async function missingIn(
  db: DuckDBConnection,
  file: EarlierFile,
  field: string,
  table: string,
  { earlierMost }: Values,
): Promise<string | null> {
  const saved = file.described.fields[field];
  const pieces = saved?.rows[table];
  if (!pieces) return null;
  const there = new Uint8Array(earlierMost + 1);
  file.eachNumber(pieces, saved.part?.[table], (numbers) => {
    for (let i = 0; i < numbers.length; i++) there[numbers[i] as number] = 1;
  });
  const missing: number[] = [];
  for (let number = 0; number < there.length; number++) if (there[number] === 0) missing.push(number);
  const name = ownName("missing_values");
  await db.run(
    `CREATE TEMP TABLE ${name} AS
     SELECT unnest(string_split($numbers, ','))::UINTEGER AS number WHERE $numbers <> ''`,
    { numbers: missing.join(",") },
  );
  return name;
}
