import { viewOf } from "../rows/bytes-view";
import type { RowWriter } from "../rows/row-writer";
import { type CopyColumn, readColumn } from "./copy-columns";
import type { ColumnReading } from "./types";

/** PGCOPY's signature, flags and the length of its header extension. */
const HEADER = 19;
/** Values whose places are noted at once, at most; a row may have more. */
const MOST_PLACES = 32_768;

/**
 * Decodes `COPY … TO STDOUT (FORMAT binary)` as it arrives and hands its values to a writer: where they lie is noted for
 * some rows, then each column is read from first to last. Bytes of a row that is not whole yet wait for the next chunk.
 */
export class CopyDecoder {
  readonly columns: readonly CopyColumn[];
  private readonly places: Int32Array;
  private readonly mostRows: number;
  /** Rows whose places are noted, all of them in these bytes. */
  private rows = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private view = viewOf(this.bytes);
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  /** Bytes needed before another look is worth it. */
  private needed = HEADER;
  private started = false;
  private ended = false;

  constructor(
    readings: readonly ColumnReading[],
    private readonly writer: RowWriter,
    private readonly onRows: (count: number) => void,
  ) {
    this.columns = readings.map(({ reading, storage }, index) => ({
      index,
      reading,
      scale: storage.kind === "DECIMAL" ? storage.scale : 0,
      unfit: 0,
      rounded: 0,
    }));
    this.mostRows = Math.max(1, Math.floor(MOST_PLACES / Math.max(1, readings.length)));
    this.places = new Int32Array(this.mostRows * readings.length);
  }

  /** Takes the bytes from `start` to before `end`, which must stay as they are up to the next `flush`. */
  push(bytes: Buffer, start = 0, end = bytes.length): void {
    if (this.ended) return;
    if (this.waitingBytes === 0) {
      this.keep(bytes, this.decode(bytes, start, end), end);
      return;
    }
    this.keep(bytes, start, end);
    if (this.waitingBytes < this.needed) return;
    const all = Buffer.concat(this.waiting);
    this.waiting = [];
    this.waitingBytes = 0;
    this.keep(all, this.decode(all, 0, all.length), all.length);
  }

  private keep(bytes: Buffer, start: number, end: number): void {
    if (start >= end) return;
    this.waiting.push(Buffer.from(bytes.subarray(start, end)));
    this.waitingBytes += end - start;
  }

  /** True once the trailer came: nothing was cut off. */
  get complete(): boolean {
    return this.ended;
  }

  /** Notes the places of whole rows and gives the place of the first byte that wasn't used. */
  private decode(bytes: Buffer, start: number, end: number): number {
    let at = start;
    if (!this.started) {
      if (end - at < HEADER) return this.wait(at, at + HEADER);
      const first = at + HEADER + bytes.readInt32BE(at + HEADER - 4);
      if (end < first) return this.wait(at, first);
      at = first;
      this.started = true;
    }
    if (bytes !== this.bytes) this.turnTo(bytes);
    while (end - at >= 2) {
      if (this.view.getInt16(at) < 0) {
        this.ended = true;
        return end;
      }
      const next = this.row(at + 2, end);
      if (next > end) return this.wait(at, next);
      at = next;
      if (++this.rows >= this.mostRows || this.rows >= this.writer.room) this.flush();
    }
    return this.wait(at, at + 2);
  }

  private turnTo(bytes: Buffer): void {
    this.flush();
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }

  private wait(at: number, end: number): number {
    this.needed = end - at;
    return at;
  }

  /** Notes where a row's values are. Gives where the row ends, or the least length the bytes need for the next look. */
  private row(start: number, end: number): number {
    const { view, places } = this;
    const columns = this.columns.length;
    let place = this.rows * columns;
    let at = start;
    for (let i = 0; i < columns; i++) {
      at += 4;
      if (at > end) return at;
      const length = view.getInt32(at - 4);
      places[place++] = length < 0 ? -1 : at;
      if (length > 0) at += length;
    }
    return at;
  }

  /** Hands the rows noted to the writer. */
  flush(): void {
    const { writer, columns, bytes, view, places, rows } = this;
    if (rows === 0) return;
    this.rows = 0;
    const batch = { bytes, view, places, columns: columns.length, rows };
    for (const column of columns) readColumn(batch, column, writer.column(column.index), writer.row);
    this.onRows(rows);
    writer.endRows(rows);
  }
}
