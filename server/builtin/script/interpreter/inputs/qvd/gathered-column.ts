import duckdb from "@duckdb/node-bindings";
import { CHUNK_ROWS } from "@/server/builtin/sources/rows/columns-writer";
import { TextHeap } from "@/server/builtin/sources/rows/text-heap";
import { INLINE_TEXT } from "./text-table";
import type { ValueTable } from "./value-table";

const VALIDITY_BYTES = CHUNK_ROWS / 8;

/** One column of a chunk, laid out as DuckDB's vectors are: codes become the values they stand for. */
export class GatheredColumn {
  private readonly width: number;
  private readonly data: Int32Array;
  private readonly validity = new Uint8Array(VALIDITY_BYTES).fill(255);
  private readonly heap = new TextHeap();
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
    return this.data.byteLength + this.heap.used;
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
    const { data, heap, textBytes } = this;
    const { words, texts } = this.table;
    for (let row = 0; row < rows; row++) {
      const code = codes[from + row] as number;
      const to = row * 4;
      if (code < 0) {
        data[to] = 0;
        data[to + 1] = 0;
        data[to + 2] = 0;
        data[to + 3] = 0;
        this.setNull(row);
        continue;
      }
      const at = code * 4;
      const length = words[at] as number;
      data[to] = length;
      data[to + 1] = words[at + 1] as number;
      const third = words[at + 2] as number;
      const inside = length >= 0 && length <= INLINE_TEXT;
      data[to + 3] = words[at + 3] as number;
      if (inside || !texts) data[to + 2] = third;
      else {
        data[to + 2] = this.addLong(row, texts, third, length >>> 0);
        if (heap.used > textBytes) return row + 1;
      }
    }
    return rows;
  }

  /** Puts a long text into the chunk's heap and gives its place there. */
  private addLong(row: number, texts: Int32Array, first: number, length: number): number {
    const { heap } = this;
    const place = heap.reserve(length);
    const count = (length + 3) >>> 2;
    const { words } = heap;
    const to = place >>> 2;
    if (count > 32) words.set(texts.subarray(first, first + count), to);
    else for (let i = 0; i < count; i++) words[to + i] = texts[first + i] as number;
    heap.add(row, length);
    return place;
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
    if (this.heap.used > 0) this.heap.moveTo(vector, this.data);
    duckdb.copy_data_to_vector(vector, 0, this.data.buffer as ArrayBuffer, 0, rows * this.width * 4);
    if (!this.hasNull) return;
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(vector, 0, this.validity.buffer as ArrayBuffer, 0, VALIDITY_BYTES);
    this.validity.fill(255);
    this.hasNull = false;
  }
}
