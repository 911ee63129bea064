import duckdb from "@duckdb/node-bindings";
import { CHUNK_ROWS } from "@/server/builtin/sources/rows/columns-writer";
import { LongTexts } from "./long-texts";
import type { ValueTable } from "./value-table";

/** Text of up to this many bytes lies inside its 16-byte slot. */
const INLINE_TEXT = 12;
const NOTHING = new Uint32Array(0);
const VALIDITY_BYTES = CHUNK_ROWS / 8;

/** One column of a chunk, laid out as DuckDB's vectors are: codes become the values they stand for. */
export class GatheredColumn {
  private readonly width: number;
  private readonly data: Int32Array;
  private readonly validity = new Uint8Array(VALIDITY_BYTES).fill(255);
  private readonly long = new LongTexts();
  private hasNull = false;

  /** @param capacity rows it can hold, at most 2,048 @param textBytes of longer texts it takes no more behind so many */
  constructor(
    private readonly table: ValueTable,
    capacity: number,
    private readonly textBytes: number,
  ) {
    this.width = table.type === "VARCHAR" ? 4 : table.type === "DATE" ? 1 : 2;
    this.data = new Int32Array(this.width * capacity);
  }

  /** Bytes of memory in use. */
  get size(): number {
    return this.data.byteLength + this.long.used * 4;
  }

  /**
   * Sets the first rows and gives how many there was room for, at least one.
   * @param codes negative for NULL; the first is that at `from`
   */
  fill(codes: Int32Array, from: number, wanted: number): number {
    const rows = this.width === 4 ? this.fillTexts(codes, from, wanted) : wanted;
    if (this.width === 2) this.fillPairs(codes, from, rows);
    if (this.width === 1) this.fillWords(codes, from, rows);
    if (this.table.absent) this.fillAbsent(codes, from, rows, this.table.absent);
    return rows;
  }

  private fillWords(codes: Int32Array, from: number, rows: number): void {
    const { data } = this;
    const { words } = this.table;
    for (let row = 0; row < rows; row++) {
      const code = codes[from + row] as number;
      if (code < 0) this.setNull(row);
      else data[row] = words[code] as number;
    }
  }

  private fillPairs(codes: Int32Array, from: number, rows: number): void {
    const { data } = this;
    const { words } = this.table;
    for (let row = 0; row < rows; row++) {
      const code = codes[from + row] as number;
      if (code < 0) this.setNull(row);
      else {
        data[row * 2] = words[code * 2] as number;
        data[row * 2 + 1] = words[code * 2 + 1] as number;
      }
    }
  }

  private fillTexts(codes: Int32Array, from: number, rows: number): number {
    const { data, long, textBytes } = this;
    const { words, starts = NOTHING } = this.table;
    // A short loop of its own: the processor fetches many texts at a time, which lie anywhere in memory.
    for (let row = 0; row < rows; row++) {
      const code = codes[from + row] as number;
      const at = code < 0 ? 0 : (starts[code] as number);
      data[row * 4] = code < 0 ? 0 : (words[at] as number);
      data[row * 4 + 1] = at;
    }
    for (let row = 0; row < rows; row++) {
      const to = row * 4;
      const length = data[to] as number;
      const at = (data[to + 1] as number) >>> 0;
      if ((codes[from + row] as number) < 0) {
        data[to + 1] = 0;
        data[to + 2] = 0;
        data[to + 3] = 0;
        this.setNull(row);
        continue;
      }
      data[to + 1] = words[at + 1] as number;
      data[to + 2] = words[at + 2] as number;
      data[to + 3] = words[at + 3] as number;
      if (length >= 0 && length <= INLINE_TEXT) continue;
      data[to + 2] = long.add(words, at + 1, (length + 3) >>> 2);
      if (long.used * 4 > textBytes) return row + 1;
    }
    return rows;
  }

  private fillAbsent(codes: Int32Array, from: number, rows: number, absent: Uint8Array): void {
    for (let row = 0; row < rows; row++) if (absent[codes[from + row] as number] === 1) this.setNull(row);
  }

  private setNull(row: number): void {
    this.hasNull = true;
    this.validity[row >> 3] = (this.validity[row >> 3] as number) & ~(1 << (row & 7));
  }

  /** Copies what was filled into an empty vector. */
  moveTo(vector: duckdb.Vector, rows: number): void {
    if (this.long.used > 0) this.long.moveTo(vector, this.data, rows);
    duckdb.copy_data_to_vector(vector, 0, this.data.buffer as ArrayBuffer, 0, rows * this.width * 4);
    if (!this.hasNull) return;
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, this.validity.buffer as ArrayBuffer, 0, VALIDITY_BYTES);
    this.validity.fill(255);
    this.hasNull = false;
  }
}
