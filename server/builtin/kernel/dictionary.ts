import { type DuckDBConnection, DuckDBTypeId } from "@duckdb/node-api";
import type { CatalogField } from "@/server/builtin/associative/catalog";
import { readCells } from "@/server/builtin/associative/cells";
import { readRows } from "@/server/builtin/associative/rows";
import { orderSql } from "@/server/builtin/associative/sorting";
import type { ModelColumn } from "@/server/builtin/associative/types";
import type { ValueTables } from "@/server/builtin/associative/value-tables";
import { quoteName } from "@/server/builtin/script/quoting";
import type { CellValue } from "@/server/platform/model";
import { codedSql, requireOneText } from "./duals";
import { isPlainField, NotHeld } from "./tables";

let dictionaries = 0;

const shared = new WeakMap<DuckDBConnection, Map<string, Promise<string>>>();

/** The same for codes and values of a field: to find and sort values is most of the work. It lives as long as the connection, which is that of one batch. */
export function sharedDictionary(db: DuckDBConnection, field: CatalogField): Promise<string> {
  const own = shared.get(db) ?? new Map<string, Promise<string>>();
  shared.set(db, own);
  const known = own.get(field.name);
  if (known) return known;
  const made = makeDictionary(db, field);
  own.set(field.name, made);
  made.catch(() => own.delete(field.name));
  return made;
}

/**
 * A temp table of the field's values: `k` (as compared) and `code`.
 * @param known where the values may be already
 * @returns its name. @throws NotHeld
 */
export async function makeDictionary(
  db: DuckDBConnection,
  field: CatalogField,
  known?: ValueTables,
): Promise<string> {
  if (!isPlainField(field)) throw new NotHeld(`Values of "${field.name}".`);
  const isDual = field.kind === "dual";
  const inOrder = isDual ? undefined : await known?.takeInOrder(field.name);
  if (inOrder) return inOrder;
  const name = `kernel_dictionary_${dictionaries++}`;
  const kept = isDual ? undefined : await known?.of(field.name);
  const all = field.columns.map(
    (c) => `SELECT ${codedSql("t", c, field.kind)} AS k FROM main.${quoteName(c.table)} t`,
  );
  const values = kept ? [`FROM ${kept}`] : all;
  const order = orderSql({ column: "k", kind: field.kind }, "asc");
  await db.run(`CREATE TEMP TABLE ${name} AS SELECT k, (row_number() OVER (ORDER BY ${order}) - 1)::UINTEGER AS code
    FROM (SELECT DISTINCT k FROM (${values.join(" UNION ALL ")}) WHERE k IS NOT NULL)`);
  if (!isDual) return name;
  try {
    await requireOneText(db, name);
    return name;
  } catch (error) {
    await db.run(`DROP TABLE ${name}`);
    throw error;
  }
}

/** How many values a dictionary has. */
export async function dictionarySize(db: DuckDBConnection, dictionary: string): Promise<number> {
  const [counted] = await readRows(db, `SELECT count(*)::INTEGER AS n FROM ${dictionary}`);
  return Number(counted?.n);
}

/** Where a dictionary `alias` has the value of a row `t`. */
export function joinSql(alias: string, field: CatalogField, column: ModelColumn): string {
  return `${alias}.k = ${codedSql("t", column, field.kind)}`;
}

/** Values whose codes are from `from` on, and less than `to`. */
export async function dictionaryCells(
  db: DuckDBConnection,
  dictionary: string,
  from = 0,
  to = 2 ** 32 - 1,
): Promise<CellValue[]> {
  const reader = await db.runAndReadAll(
    `SELECT k FROM ${dictionary} WHERE code >= ${from} AND code < ${to} ORDER BY code`,
  );
  const cells = readCells(reader).map(([cell = null]) => cell);
  if (reader.columnType(0).typeId !== DuckDBTypeId.VARCHAR) return cells;
  // What turns bytes into text takes U+FEFF at the start for a mark of its own, and drops it.
  const marked = await readRows(
    db,
    `SELECT code - ${from} AS at FROM ${dictionary}
     WHERE code >= ${from} AND code < ${to} AND starts_with(k, chr(65279))`,
  );
  for (const { at } of marked) cells[Number(at)] = `\ufeff${cells[Number(at)]}`;
  return cells;
}
