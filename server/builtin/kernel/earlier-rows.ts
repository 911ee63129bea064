import type { DuckDBConnection } from "@duckdb/node-api";
import { firstOfRun, Vectors } from "@/server/builtin/associative/tap";
import { quoteName } from "@/server/builtin/script/quoting";
import { type ColumnFile, PackedColumn } from "./column-file";
import type { EarlierFile } from "./earlier-file";
import { requireDense } from "./load";
import type { Description, Piece } from "./saved";
import { NotHeld } from "./tables";

type Part = NonNullable<Description["numbers"][string]["part"]>;

/** A column whose first rows are copied as they lie in the file before. */
export interface EarlierPieces {
  table: string;
  /** Rows of the table now, and those of them that are copied. */
  rows: number;
  earlier: number;
  pieces: readonly Piece[];
  part?: Part;
}

/** What the rows behind them get. */
export interface AddedNumbers {
  /** A number of a row `t`: UINTEGER, or DOUBLE. */
  sql: string;
  /** What is joined to the row for it. */
  join?: string;
  kind: "codes" | "numbers" | "doubles";
  /** The largest. */
  most: number;
  hasNone: boolean;
}

interface Group extends EarlierPieces {
  packed: PackedColumn;
  members: { part?: Part; added: AddedNumbers }[];
}

/** Writes columns of code tables whose first rows were written before. */
export class EarlierRows {
  private readonly groups = new Map<string, Group>();

  constructor(
    private readonly db: DuckDBConnection,
    private readonly from: EarlierFile,
    private readonly into: ColumnFile,
  ) {}

  /** @returns where its rows will lie, once they are written */
  want(column: EarlierPieces, added: AddedNumbers): readonly Piece[] & Piece[] {
    const key = JSON.stringify([column.table, column.pieces[0]?.at ?? added.sql]);
    const group = this.groups.get(key) ?? {
      ...column,
      packed: new PackedColumn(this.into, column.rows),
      members: [],
    };
    this.groups.set(key, group);
    group.members.push({ added, ...(column.part ? { part: column.part } : {}) });
    return group.packed.pieces;
  }

  /** @throws NotHeld where rows were deleted */
  async write(signal?: AbortSignal): Promise<void> {
    const groups = [...this.groups.values()];
    for (const { packed, pieces } of groups)
      for (const piece of pieces) {
        signal?.throwIfAborted();
        packed.pieces.push({ ...piece, ...this.from.copy(piece, this.into) });
      }
    for (const table of new Set(groups.map((g) => g.table))) {
      signal?.throwIfAborted();
      await this.add(groups.filter((g) => g.table === table));
    }
    for (const { packed } of groups) packed.end();
  }

  private async add(groups: readonly Group[]): Promise<void> {
    const [first] = groups;
    if (!first) return;
    const { table, rows, earlier } = first;
    await requireDense(this.db, table, rows);
    if (rows === earlier) return;
    const all = groups.flatMap((g) => g.members.map((m) => m.added));
    const joins = all.flatMap(({ join }) => (join ? [join] : []));
    const result = await this.db.stream(
      `SELECT t.rowid::UINTEGER, ${all.map(({ sql }) => sql).join(", ")}
       FROM main.${quoteName(table)} t ${joins.join(" ")} WHERE t.rowid >= ${earlier} ORDER BY t.rowid`,
    );
    for (let some = await result.fetchChunk(); some?.rowCount; some = await result.fetchChunk()) {
      const chunk = new Vectors(some.chunk);
      const row = firstOfRun(chunk.words(0, 4));
      if (row === null) throw new NotHeld("Rows do not follow each other.");
      let column = 1;
      for (const group of groups) {
        take(group, chunk, column, row);
        column += group.members.length;
      }
    }
  }
}

function take({ packed, members }: Group, chunk: Vectors, column: number, row: number): void {
  const [first] = members;
  if (!first) return;
  if (first.part) {
    packed.takeWords(row, words(members, chunk, column, first.part.bytes), first.part.bytes);
    return;
  }
  const { kind, most, hasNone } = first.added;
  if (kind === "doubles") packed.takeDoubles(row, chunk.words(column, 8));
  else if (kind === "numbers") packed.takeNumbers(row, chunk.words(column, 4), chunk.rows, hasNone);
  else packed.takeCodes(row, chunk.words(column, 4), chunk.rows, most, hasNone);
}

/** Numbers side by side in words; little-endian, as they lie in the file. */
function words(members: Group["members"], chunk: Vectors, column: number, bytes: number): Uint8Array {
  const all = new Uint32Array(chunk.rows);
  for (const [i, { part }] of members.entries()) {
    const numbers = chunk.words(column + i, 4);
    for (let row = 0; row < chunk.rows; row++)
      all[row] = (all[row] as number) | ((numbers[row] as number) << (part?.shift ?? 0));
  }
  const packed = Buffer.alloc(chunk.rows * bytes);
  for (let row = 0; row < chunk.rows; row++) packed.writeUIntLE(all[row] as number, row * bytes, bytes);
  return packed;
}
