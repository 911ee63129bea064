import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import { readCells } from "@/server/builtin/associative/cells";
import { keySql } from "@/server/builtin/associative/columns";
import { readRows } from "@/server/builtin/associative/rows";
import { orderSql } from "@/server/builtin/associative/sorting";
import { quoteName, quoteText } from "@/server/builtin/script/quoting";
import {
  type Codes,
  codesFor,
  EXACT,
  type FieldCodes,
  type FieldValues,
  isPlainField,
  NotHeld,
  NULL_INTEGER,
  type Numbers,
  rowsOf,
} from "./tables";

let dictionaries = 0;

/** Numbers the values of a field and reads the numbers of all rows. @throws NotHeld */
export async function loadCodes(
  db: DuckDBConnection,
  catalog: Catalog,
  field: CatalogField,
): Promise<FieldCodes> {
  return withDictionary(db, field, async (dictionary) => {
    const [counted] = await readRows(db, `SELECT count(*)::INTEGER AS n FROM ${dictionary}`);
    const size = Number(counted?.n);
    const rows = new Map<string, Codes>();
    for (const column of field.columns) {
      const codes = await emptyCodes(db, column.table, rowsOf(catalog, column.table), size);
      const from = `main.${quoteName(column.table)} t LEFT JOIN ${dictionary} d ON d.k = ${keySql("t", column, field.kind)}`;
      await eachPair(
        db,
        `t.rowid::UINTEGER, coalesce(d.code, ${size})::UINTEGER FROM ${from}`,
        (row, code) => {
          codes[row] = code;
        },
      );
      rows.set(column.table, codes);
    }
    const bytes = [...rows.values()].reduce((sum, c) => sum + c.byteLength, 0);
    return { size, rows, bytes };
  });
}

/** The values of a field in the order of their codes. @throws NotHeld */
export async function loadValues(db: DuckDBConnection, field: CatalogField): Promise<FieldValues> {
  return withDictionary(db, field, async (dictionary) => {
    const reader = await db.runAndReadAll(`SELECT k FROM ${dictionary} ORDER BY code`);
    const cells = readCells(reader).map(([cell = null]) => cell);
    return { cells, bytes: valueBytes(cells.length) };
  });
}

/** What the values of a field take as JavaScript values, about. */
export function valueBytes(count: number): number {
  return count * 64;
}

/** The numbers of a column, whole ones scaled. @throws NotHeld where sums of them would not be exact */
export async function loadNumbers(
  db: DuckDBConnection,
  catalog: Catalog,
  field: CatalogField,
): Promise<Numbers> {
  const [column, ...others] = field.columns;
  if (!column || others.length > 0) throw new NotHeld("A field of several tables.");
  const scale = scaleOf(column.sqlType, column.kind);
  const value = `t.${quoteName(field.name)}`;
  const scaled = scale === null ? value : `round(${value}::DOUBLE * ${10 ** scale})`;
  const from = `main.${quoteName(column.table)} t`;
  const [facts] = await readRows(
    db,
    `SELECT coalesce(max(abs(x)), 0)::DOUBLE AS most, coalesce(sum(abs(x)), 0)::DOUBLE AS total,
      (count(*) - count(x))::DOUBLE AS nulls, (count(*) FILTER (WHERE NOT isfinite(x)))::DOUBLE AS odd
      FROM (SELECT (${scaled})::DOUBLE AS x FROM ${from})`,
  );
  if (scale !== null && !(Number(facts?.total) < EXACT)) throw new NotHeld("Numbers too large.");
  if (Number(facts?.odd) > 0) throw new NotHeld("Numbers without end.");
  const count = rowsOf(catalog, column.table);
  await requireDense(db, column.table, count);
  const small = scale !== null && Number(facts?.most) < -NULL_INTEGER;
  const rows = small
    ? new Int32Array(new SharedArrayBuffer(count * 4))
    : new Float64Array(new SharedArrayBuffer(count * 8));
  const none = small ? String(NULL_INTEGER) : "'NaN'::DOUBLE";
  await eachPair(db, `t.rowid::UINTEGER, coalesce((${scaled})::DOUBLE, ${none}) FROM ${from}`, (row, x) => {
    rows[row] = x;
  });
  return { rows, scale, hasNulls: Number(facts?.nulls) > 0, bytes: rows.byteLength };
}

function scaleOf(sqlType: string, kind: string): number | null {
  if (kind === "integer") return 0;
  if (kind === "decimal") return Number(/,\s*(\d+)\)/.exec(sqlType)?.[1] ?? 0);
  if (sqlType === "DOUBLE") return null;
  throw new NotHeld(`Numbers of type ${sqlType}.`);
}

/** Runs `work` with a temp table of the field's values: `k` (as compared) and `code`. */
async function withDictionary<T>(
  db: DuckDBConnection,
  field: CatalogField,
  work: (table: string) => Promise<T>,
): Promise<T> {
  if (!isPlainField(field)) throw new NotHeld(`Values of "${field.name}".`);
  const name = `kernel_dictionary_${dictionaries++}`;
  const values = field.columns.map(
    (c) => `SELECT ${keySql("t", c, field.kind)} AS k FROM main.${quoteName(c.table)} t`,
  );
  const order = orderSql({ column: "k", kind: field.kind }, "asc");
  await db.run(`CREATE TEMP TABLE ${name} AS SELECT k, (row_number() OVER (ORDER BY ${order}) - 1)::UINTEGER AS code
    FROM (SELECT DISTINCT k FROM (${values.join(" UNION ALL ")}) WHERE k IS NOT NULL)`);
  try {
    return await work(name);
  } finally {
    await db.run(`DROP TABLE ${name}`);
  }
}

async function emptyCodes(db: DuckDBConnection, table: string, rows: number, size: number): Promise<Codes> {
  await requireDense(db, table, rows);
  return codesFor(rows, size);
}

/** Row ids must be the places of rows in an array: a table that rows were deleted from has gaps. */
async function requireDense(db: DuckDBConnection, table: string, rows: number): Promise<void> {
  const [found] = await readRows(
    db,
    `SELECT count(*)::DOUBLE AS n, coalesce(max(rowid), -1)::DOUBLE AS last, ${quoteText(table)} AS t
     FROM main.${quoteName(table)}`,
  );
  if (Number(found?.n) !== rows || Number(found?.last) !== rows - 1)
    throw new NotHeld(`Rows of "${table}" were deleted.`);
}

/** Reads two columns of numbers without NULL, chunk by chunk. */
async function eachPair(
  db: DuckDBConnection,
  select: string,
  take: (first: number, second: number) => void,
): Promise<void> {
  const result = await db.stream(`SELECT ${select}`);
  for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
    const [first, second] = [chunk.getColumnVector(0), chunk.getColumnVector(1)];
    for (let i = 0; i < chunk.rowCount; i++) take(Number(first.getItem(i)), Number(second.getItem(i)));
  }
}
