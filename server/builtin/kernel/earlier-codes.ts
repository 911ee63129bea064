import type { DuckDBConnection } from "@duckdb/node-api";
import type { CatalogField } from "@/server/builtin/associative/catalog";
import { keySql, keyType } from "@/server/builtin/associative/columns";
import type { Found } from "@/server/builtin/associative/counters";
import {
  addedNulls,
  addedRows,
  type Earlier,
  type EarlierColumn,
  type EarlierFacts,
  earlierColumn,
  withAdded,
} from "@/server/builtin/associative/earlier-facts";
import { readRows } from "@/server/builtin/associative/rows";
import { Vectors } from "@/server/builtin/associative/tap";
import type { ModelColumn } from "@/server/builtin/associative/types";
import type { ValueTables } from "@/server/builtin/associative/value-tables";
import { quoteName } from "@/server/builtin/script/quoting";
import type { FieldType } from "@/server/platform/model";
import { type ColumnFile, PIECE_ROWS } from "./column-file";
import type { EarlierFile } from "./earlier-file";
import { EarlierRows } from "./earlier-rows";
import type { NumbersPlan } from "./load";
import type { Dictionary } from "./lookup";
import { NumberSet } from "./number-set";
import { MOST_SPAN, packedOrder } from "./order-of-codes";
import type { Description, Piece } from "./saved";
import { NULL_INTEGER } from "./tables";

type SavedField = Description["fields"][string];
type SavedNumbers = Description["numbers"][string];

/** Every partial reload leaves pieces; with more than this, beside those of a row group each, a column is written anew. */
const MOST_PIECES = 64;

/** Values are read as one text: more of it would not fit beside the rest in the memory of a small plan. */
const MOST_VALUE_BYTES = 2 ** 24;

/** Distances from a base up to here are counted by a bit each. */
const MOST_COUNTED = 2 ** 26;

let named = 0;

/** A field's values with the numbers that stand for them. */
interface Values {
  /** Temp table `k`, `number`. */
  name: string;
  size: number;
  /** The largest number. */
  most: number;
  /** New rows brought new values. */
  grew: boolean;
}

interface Known {
  column: ModelColumn;
  kind: FieldType;
  rows: number;
  earlier: EarlierColumn;
  values: Values | null;
}

/**
 * What a partial reload takes over from the generation before: facts and code tables of columns whose tables were added
 * to at most. Costs as much as the new rows and the values do, and a copy of the file.
 */
export class EarlierCodes implements EarlierFacts {
  private readonly known = new Map<string, Known>();
  /** Fields whose code tables were copied. */
  readonly copied = new Set<string>();
  private writer: { into: ColumnFile; rows: EarlierRows } | null = null;

  /** @param file null where there are no code tables: only facts are taken over */
  constructor(
    private readonly db: DuckDBConnection,
    private readonly earlier: Earlier,
    private readonly file: EarlierFile | null,
    /** Takes values that are known. */
    private readonly taker: ValueTables,
  ) {}

  async of(column: ModelColumn, kind: FieldType, rows: number): Promise<Found | null> {
    const earlier = earlierColumn(this.earlier, column, rows);
    if (!earlier) return null;
    const known: Known = { column, kind, rows, earlier, values: null };
    if (rows > earlier.rows) known.values = await this.valuesOf(known);
    const facts = await this.factsOf(known);
    if (facts) this.known.set(column.field, known);
    return facts;
  }

  private async factsOf({ column, kind, rows, earlier, values }: Known): Promise<Found | null> {
    if (rows === earlier.rows) return { distinct: earlier.distinct, nulls: earlier.nulls };
    const distinct = values?.size ?? (await this.countedNumbers(column, earlier));
    if (distinct === null) return withAdded(this.db, column, kind, earlier);
    const nulls = earlier.nulls + (await addedNulls(this.db, column, kind, earlier));
    return { distinct, nulls };
  }

  /** How many different numbers there are, of those that lie in the file as their distance from a base. */
  private async countedNumbers(column: ModelColumn, earlier: EarlierColumn): Promise<number | null> {
    const saved = this.file?.described.numbers[column.field];
    if (!this.file || saved?.base === undefined || saved.scale === null) return null;
    const own = `t.${quoteName(column.field)}`;
    // As doubles: whole numbers too large for them to tell apart are beyond what is counted anyway.
    const number = `round(${own}::DOUBLE * ${10 ** saved.scale}) - ${saved.base - 1}::DOUBLE`;
    const result = await this.db.run(
      `SELECT DISTINCT (CASE WHEN n BETWEEN 1 AND ${MOST_COUNTED - 1} THEN n ELSE ${MOST_COUNTED} END)::UINTEGER
       FROM (SELECT ${number} AS n FROM ${addedRows(column.table, earlier)} AND ${own} IS NOT NULL)`,
    );
    const numbers = new NumberSet(MOST_COUNTED);
    this.file.eachNumber(saved.rows, saved.part, (some) => numbers.add(some));
    if (numbers.size !== earlier.distinct) return null;
    for (let i = 0; i < result.chunkCount; i++)
      numbers.add(new Vectors(result.getChunk(i).chunk).words(0, 4));
    return numbers.isWhole ? numbers.size : null;
  }

  /** Before `take…`. */
  start(into: ColumnFile): void {
    if (this.file) this.writer = { into, rows: new EarlierRows(this.db, this.file, into) };
  }

  /** A field whose values are those of before: all of it but its new rows is copied. */
  takeWhole(field: CatalogField): SavedField | null {
    const found = this.codesOf(field);
    if (!found || !this.file || !this.writer || found.known.values?.grew) return null;
    const { known, saved, order } = found;
    const { into } = this.writer;
    this.copied.add(field.name);
    return {
      size: saved.size,
      values: saved.values && this.file.copy(saved.values, into),
      order: { [known.column.table]: this.file.copy(order, into) },
      ...this.wanted(known, saved, known.values?.most ?? 0),
    };
  }

  /** A field with new values: their numbers follow those of the others. */
  async takeGrown(
    field: CatalogField,
    dictionary: Dictionary,
  ): Promise<Pick<SavedField, "rows" | "order" | "part"> | null> {
    const found = this.codesOf(field);
    const values = found?.known.values;
    if (!found || !values || !this.writer) return null;
    const { known, saved } = found;
    const part = saved.part?.[known.column.table];
    if (part && values.most >= 2 ** part.bits) return null;
    const order = await this.orderOf(values, dictionary);
    if (!order) return null;
    this.copied.add(field.name);
    const place = this.writer.into.append(packedOrder(order));
    return { order: { [known.column.table]: place }, ...this.wanted(known, saved, values.most) };
  }

  async takeNumbers(field: string, plan: NumbersPlan): Promise<SavedNumbers | null> {
    const known = this.known.get(field);
    const saved = this.file?.described.numbers[field];
    if (!known || !saved || !this.writer || !isWhole(saved.rows, known)) return null;
    if (saved.small !== plan.small || saved.scale !== plan.scale) return null;
    const { small, scale, base, part } = saved;
    const own = `(${plan.sql})`;
    const sql = !small
      ? `${own}::DOUBLE`
      : base === undefined
        ? `(${own}::BIGINT - ${NULL_INTEGER})::UINTEGER`
        : `CASE WHEN ${own} = ${NULL_INTEGER} THEN 0 ELSE ${own}::BIGINT - ${base - 1} END`;
    if (base !== undefined && !(await this.fit(known, sql, part ? 2 ** part.bits : 2 ** 32))) return null;
    this.copied.add(field);
    const rows = this.writer.rows.want(piecesOf(known, saved.rows, part), {
      sql: base === undefined ? sql : `(${sql})::UINTEGER`,
      kind: small ? "numbers" : "doubles",
      most: 0,
      hasNone: plan.hasNulls,
    });
    const placed = { ...(base === undefined ? {} : { base }), ...(part ? { part } : {}) };
    return { rows, small, scale, hasNulls: plan.hasNulls, ...placed };
  }

  async write(signal?: AbortSignal): Promise<void> {
    await this.writer?.rows.write(signal);
  }

  close(): void {
    this.file?.close();
  }

  private codesOf({ name, columns }: CatalogField) {
    const known = this.known.get(name);
    const saved = this.file?.described.fields[name];
    if (!known || !saved || columns.length !== 1 || !this.file) return null;
    const { table } = known.column;
    const [order, pieces] = [saved.order?.[table], saved.rows[table]];
    // Codes that stand for themselves have no room for others among them.
    if (!order || !pieces || !saved.values || !isWhole(pieces, known)) return null;
    if (known.rows > known.earlier.rows && !known.values) return null;
    return { known, saved, order };
  }

  private wanted(known: Known, saved: SavedField, most: number): Pick<SavedField, "rows" | "part"> {
    const { table } = known.column;
    const { values } = known;
    const part = saved.part?.[table];
    const alias = `v${named++}`;
    const added = values
      ? {
          sql: `coalesce(${alias}.number, 0)::UINTEGER`,
          join: `LEFT JOIN ${values.name} ${alias} ON ${alias}.k = ${keySql("t", known.column, known.kind)}`,
        }
      : { sql: "0::UINTEGER" };
    const column = piecesOf(known, saved.rows[table] ?? [], part);
    const rows = this.writer?.rows.want(column, { ...added, kind: "codes", most, hasNone: true }) ?? [];
    return { rows: { [table]: rows }, ...(part ? { part: { [table]: part } } : {}) };
  }

  /** Values of before with their numbers, and behind them those of the new rows. */
  private async valuesOf(known: Known): Promise<Values | null> {
    const { column, kind, earlier } = known;
    const saved = this.file?.described.fields[column.field];
    const order = saved?.order?.[column.table];
    if (!this.file || !saved?.values || !order || saved.size === 0) return null;
    if (saved.values.bytes > MOST_VALUE_BYTES) return null;
    const name = `earlier_values_${named++}`;
    const numbers = this.file.order(order, saved.size);
    const type = keyType(column, kind);
    try {
      await this.db.run(
        `CREATE TEMP TABLE ${name} AS SELECT CAST(k AS ${type}) AS k, number::UINTEGER AS number FROM
           (SELECT unnest(from_json($values::JSON, '["VARCHAR"]')) AS k, unnest(string_split($numbers, ',')) AS number)`,
        { values: this.file.read(saved.values).toString("utf8"), numbers: numbers.join(",") },
      );
    } catch {
      return null;
    }
    this.taker.adopt(column.field, name);
    const [there] = await readRows(
      this.db,
      `SELECT count(k)::INTEGER AS n, count(DISTINCT k)::INTEGER AS d, max(number)::BIGINT::DOUBLE AS most FROM ${name}`,
    );
    if (there?.n !== saved.size || there.d !== saved.size || saved.size !== earlier.distinct) {
      await this.taker.forget(column.field);
      return null;
    }
    const most = Number(there.most);
    const key = keySql("t", column, kind);
    const [added] = await readRows(
      this.db,
      `INSERT INTO ${name} SELECT v, ${most} + row_number() OVER () FROM
         (SELECT DISTINCT ${key} AS v FROM ${addedRows(column.table, earlier)} AND ${key} IS NOT NULL) a
       WHERE v NOT IN (SELECT k FROM ${name})`,
    );
    const grown = Number(added?.Count);
    return { name, size: saved.size + grown, most: most + grown, grew: grown > 0 };
  }

  private async orderOf({ name, size }: Values, dictionary: Dictionary): Promise<Uint32Array | null> {
    const order = new Uint32Array(size);
    const result = await this.db.run(
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

  /** Whether numbers of new rows are from 1 on, or 0, and below `limit`. */
  private async fit({ column, earlier }: Known, sql: string, limit: number): Promise<boolean> {
    const [found] = await readRows(
      this.db,
      `SELECT coalesce(min(n), 0)::DOUBLE AS least, coalesce(max(n), 0)::DOUBLE AS most,
         (count(*) FILTER (n = 0))::INTEGER AS zeros, (count(*) FILTER (v IS NULL))::INTEGER AS nulls
       FROM (SELECT ${sql} AS n, t.${quoteName(column.field)} AS v FROM ${addedRows(column.table, earlier)})`,
    );
    return Number(found?.least) >= 0 && Number(found?.most) < limit && found?.zeros === found?.nulls;
  }
}

function piecesOf({ column, rows, earlier }: Known, pieces: readonly Piece[], part?: SavedNumbers["part"]) {
  return { table: column.table, rows, earlier: earlier.rows, pieces, ...(part ? { part } : {}) };
}

function isWhole(pieces: readonly Piece[], { earlier }: Known): boolean {
  const rows = pieces.reduce((sum, piece) => sum + piece.rows, 0);
  return rows === earlier.rows && pieces.length <= Math.ceil(rows / PIECE_ROWS) + MOST_PIECES;
}
