import type { DuckDBConnection } from "@duckdb/node-api";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import { keySql } from "@/server/builtin/associative/columns";
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
import { earlierKey, keyWithAdded } from "@/server/builtin/associative/earlier-keys";
import { readRows } from "@/server/builtin/associative/rows";
import { Vectors } from "@/server/builtin/associative/tap";
import type { ModelColumn } from "@/server/builtin/associative/types";
import type { ValueTables } from "@/server/builtin/associative/value-tables";
import { quoteName } from "@/server/builtin/script/quoting";
import type { FieldType, ModelKey } from "@/server/platform/model";
import { type ColumnFile, PIECE_ROWS } from "./column-file";
import type { EarlierFile } from "./earlier-file";
import { EarlierRows } from "./earlier-rows";
import { grew, missingIn, noneOf, orderOfCodes, ownName, type Values, valuesOf } from "./earlier-values";
import type { NumbersPlan } from "./load";
import type { Dictionary } from "./lookup";
import { NumberSet } from "./number-set";
import { packedOrder } from "./order-of-codes";
import type { Description, Piece, Place } from "./saved";
import { NULL_INTEGER, rowsOf } from "./tables";

type SavedField = Description["fields"][string];
type SavedNumbers = Description["numbers"][string];

/** Every partial reload leaves pieces; with more than this, beside those of a row group each, a column is written anew. */
const MOST_PIECES = 64;

/** Distances from a base up to here are counted by a bit each. */
const MOST_COUNTED = 2 ** 26;

interface Side {
  column: ModelColumn;
  /** Rows its table has, and had. */
  rows: number;
  earlier: number;
}

/** A field and the tables that hold it. */
interface Known {
  field: CatalogField;
  sides: Side[];
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
    const field = { name: column.field, kind, columns: [column] };
    const sides = [{ column, rows, earlier: earlier.rows }];
    const values = rows > earlier.rows ? await this.valuesOf(field, earlier.distinct, sides) : null;
    const facts = rows > earlier.rows ? await this.factsOf(column, kind, earlier, values) : earlier;
    if (facts) this.known.set(column.field, { field, sides, values });
    return facts && { distinct: facts.distinct, nulls: facts.nulls };
  }

  async ofKey(field: CatalogField, catalog: Catalog): Promise<ModelKey | null> {
    const key = earlierKey(this.earlier, field, (table) => rowsOf(catalog, table));
    if (!key) return null;
    const isSame = key.sides.every((side) => side.rows === side.earlier);
    const values = isSame ? null : await this.valuesOf(field, key.facts.distinct, key.sides);
    if (isSame || values) this.known.set(field.name, { field, sides: key.sides, values });
    if (isSame) return key.facts;
    if (!values) return null;
    const missing: string[] = [];
    try {
      return await keyWithAdded(this.db, key, {
        table: values.name,
        most: values.earlierMost,
        missingIn: async (table) => {
          const name = this.file && (await missingIn(this.db, this.file, field.name, table, values));
          if (name) missing.push(name);
          return name;
        },
      });
    } finally {
      for (const name of missing) await this.db.run(`DROP TABLE ${name}`);
    }
  }

  private async valuesOf(
    field: CatalogField,
    distinct: number,
    sides: readonly Side[],
  ): Promise<Values | null> {
    if (!this.file) return null;
    const added = sides.filter((side) => side.rows > side.earlier);
    return valuesOf(this.db, this.file, this.taker, field, distinct, added);
  }

  private async factsOf(
    column: ModelColumn,
    kind: FieldType,
    earlier: EarlierColumn,
    values: Values | null,
  ): Promise<Found | null> {
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
    if (!found || !this.file || !this.writer) return null;
    const { known, saved } = found;
    if (known.values && grew(known.values)) return null;
    const { into } = this.writer;
    const { order, none } = saved;
    this.copied.add(field.name);
    return {
      size: saved.size,
      values: saved.values && this.file.copy(saved.values, into),
      ...(order ? { order: this.copiedOrder(order, known) } : {}),
      ...(none === undefined ? {} : { none }),
      ...this.wanted(known, saved),
    };
  }

  /** A field with new values: their numbers follow those of the others. */
  async takeGrown(
    field: CatalogField,
    dictionary: Dictionary,
  ): Promise<Pick<SavedField, "rows" | "order" | "part" | "none"> | null> {
    const found = this.codesOf(field);
    const values = found?.known.values;
    if (!found || !values || !this.writer) return null;
    const { known, saved } = found;
    if (Object.values(saved.part ?? {}).some((part) => values.most >= 2 ** part.bits)) return null;
    const order = await orderOfCodes(this.db, values, dictionary);
    if (!order) return null;
    this.copied.add(field.name);
    const place = this.writer.into.append(packedOrder(order));
    return {
      order: Object.fromEntries(known.sides.map(({ column }) => [column.table, place])),
      ...(values.none === 0 ? {} : { none: values.none }),
      ...this.wanted(known, saved),
    };
  }

  async takeNumbers(field: string, plan: NumbersPlan): Promise<SavedNumbers | null> {
    const known = this.known.get(field);
    const saved = this.file?.described.numbers[field];
    const [side] = known?.sides ?? [];
    if (!side || !saved || !this.writer || !isWhole(saved.rows, side)) return null;
    if (saved.small !== plan.small || saved.scale !== plan.scale) return null;
    const { small, scale, base, part } = saved;
    const own = `(${plan.sql})`;
    const sql = !small
      ? `${own}::DOUBLE`
      : base === undefined
        ? `(${own}::BIGINT - ${NULL_INTEGER})::UINTEGER`
        : `CASE WHEN ${own} = ${NULL_INTEGER} THEN 0 ELSE ${own}::BIGINT - ${base - 1} END`;
    if (base !== undefined && !(await this.fit(side, sql, part ? 2 ** part.bits : 2 ** 32))) return null;
    this.copied.add(field);
    const rows = this.writer.rows.want(piecesOf(side, saved.rows, part), {
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
    if (!known || !saved || !this.file || known.sides.length !== columns.length) return null;
    if (!known.sides.every((side) => isWhole(saved.rows[side.column.table] ?? [], side))) return null;
    if (!known.values && known.sides.some((side) => side.rows > side.earlier)) return null;
    return { known, saved };
  }

  /** Copied once where all tables have the same. */
  private copiedOrder(order: Readonly<Record<string, Place>>, { sides }: Known): Record<string, Place> {
    const copies = new Map<number, Place>();
    const copied: Record<string, Place> = {};
    for (const { column } of sides) {
      const place = order[column.table];
      if (!place || !this.file || !this.writer) continue;
      const copy = copies.get(place.at) ?? this.file.copy(place, this.writer.into);
      copies.set(place.at, copy);
      copied[column.table] = copy;
    }
    return copied;
  }

  private wanted({ field, sides, values }: Known, saved: SavedField): Pick<SavedField, "rows" | "part"> {
    const none = noneOf(saved);
    const rows: SavedField["rows"] = {};
    for (const side of sides) {
      const { table } = side.column;
      const part = saved.part?.[table];
      const alias = ownName("v");
      const added = values
        ? {
            sql: `coalesce(${alias}.number, ${none})::UINTEGER`,
            join: `LEFT JOIN ${values.name} ${alias} ON ${alias}.k = ${keySql("t", side.column, field.kind)}`,
          }
        : { sql: "0::UINTEGER" };
      const most = Math.max(values?.most ?? 0, none);
      const column = piecesOf(side, saved.rows[table] ?? [], part);
      rows[table] =
        this.writer?.rows.want(column, { ...added, kind: "codes", most, hasNone: none === 0 }) ?? [];
    }
    return { rows, ...(saved.part ? { part: saved.part } : {}) };
  }

  /** Whether numbers of new rows are from 1 on, or 0, and below `limit`. */
  private async fit({ column, earlier }: Side, sql: string, limit: number): Promise<boolean> {
    const [found] = await readRows(
      this.db,
      `SELECT coalesce(min(n), 0)::DOUBLE AS least, coalesce(max(n), 0)::DOUBLE AS most,
         (count(*) FILTER (n = 0))::INTEGER AS zeros, (count(*) FILTER (v IS NULL))::INTEGER AS nulls
       FROM (SELECT ${sql} AS n, t.${quoteName(column.field)} AS v FROM ${addedRows(column.table, { rows: earlier })})`,
    );
    return Number(found?.least) >= 0 && Number(found?.most) < limit && found?.zeros === found?.nulls;
  }
}

function piecesOf({ column, rows, earlier }: Side, pieces: readonly Piece[], part?: SavedNumbers["part"]) {
  return { table: column.table, rows, earlier, pieces, ...(part ? { part } : {}) };
}

function isWhole(pieces: readonly Piece[], { earlier }: Side): boolean {
  const rows = pieces.reduce((sum, piece) => sum + piece.rows, 0);
  return rows === earlier && pieces.length <= Math.ceil(rows / PIECE_ROWS) + MOST_PIECES;
}
