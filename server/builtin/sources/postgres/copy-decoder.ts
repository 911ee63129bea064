import type { RowWriter } from "../rows/row-writer";
import { bigUnscaled, special, toDouble, unscaled } from "./numeric";
import type { ColumnReading, Reading } from "./types";

/** PGCOPY's signature, flags and the length of its header extension. */
const HEADER = 19;
const TWO_32 = 4294967296;
/** From 1970-01-01 to 2000-01-01, where PostgreSQL's days and microseconds begin. */
const EPOCH_DAYS = 10957;
const EPOCH_MICROS = 946_684_800_000_000;
const EPOCH_LOW = EPOCH_MICROS % TWO_32;
const EPOCH_HIGH = Math.floor(EPOCH_MICROS / TWO_32);
/** Upper halves from here on need a closer look. */
const FAR = 0x7f000000;
const INFINITE_DATE = 2147483647;
const LAST_MICROS = 9223372036854775806n;

interface Column {
  reading: Reading;
  scale: number;
}

/**
 * Decodes `COPY … TO STDOUT (FORMAT binary)` as it arrives and hands every value to a writer. Bytes of a row that is
 * not whole yet wait for the next chunk.
 */
export class CopyDecoder {
  /** Values that became NULL because nothing stored can hold them (NaN in a decimal), by column. */
  readonly unfit: number[];
  /** Numbers that lost digits on the way into a double, by column. */
  readonly rounded: number[];
  private readonly columns: Column[];
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  /** Bytes needed before another look is worth it. */
  private needed = HEADER;
  private started = false;
  private viewed: Buffer | null = null;
  private view: DataView = new DataView(new ArrayBuffer(0));
  private ended = false;

  constructor(
    readings: readonly ColumnReading[],
    private readonly writer: RowWriter,
    private readonly onRow: () => void,
  ) {
    this.columns = readings.map(({ reading, storage }) => ({
      reading,
      scale: storage.kind === "DECIMAL" ? storage.scale : 0,
    }));
    this.unfit = readings.map(() => 0);
    this.rounded = readings.map(() => 0);
  }

  /** Takes the bytes from `start` to before `end`; what is needed of them later is copied. */
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

  /** Decodes whole rows and gives the place of the first byte that wasn't used. */
  private decode(bytes: Buffer, start: number, end: number): number {
    let at = start;
    if (!this.started) {
      if (end - at < HEADER) return this.wait(at, at + HEADER);
      const first = at + HEADER + bytes.readInt32BE(at + HEADER - 4);
      if (end < first) return this.wait(at, first);
      at = first;
      this.started = true;
    }
    const view = this.viewOf(bytes);
    for (;;) {
      if (end - at < 2) return this.wait(at, at + 2);
      const fields = view.getInt16(at);
      if (fields < 0) {
        this.ended = true;
        return end;
      }
      const next = rowEnd(view, at + 2, fields, end);
      if (next > end) return this.wait(at, next);
      this.row(bytes, view, at + 2);
      at = next;
    }
  }

  /** Many rows lie in one chunk of the socket. */
  private viewOf(bytes: Buffer): DataView {
    if (this.viewed !== bytes) {
      this.viewed = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    return this.view;
  }

  private wait(at: number, end: number): number {
    this.needed = end - at;
    return at;
  }

  private row(bytes: Buffer, view: DataView, start: number): void {
    let at = start;
    const { columns, writer } = this;
    for (let i = 0; i < columns.length; i++) {
      const length = view.getInt32(at);
      at += 4;
      if (length < 0) {
        writer.setNull(i);
        continue;
      }
      this.value(i, columns[i] as Column, bytes, view, at, length);
      at += length;
    }
    writer.endRow();
    this.onRow();
  }

  private value(i: number, column: Column, bytes: Buffer, view: DataView, at: number, length: number): void {
    const { writer } = this;
    switch (column.reading) {
      case "int4":
        writer.setInt32(i, view.getInt32(at));
        break;
      case "text":
        writer.setUtf8(i, bytes, at, at + length);
        break;
      case "int8":
        writer.setInt64Halves(i, view.getInt32(at), view.getInt32(at + 4));
        break;
      case "float8":
        writer.setDouble(i, view.getFloat64(at));
        break;
      case "decimal":
        if (special(view, at) === null) writer.setDecimal(i, unscaled(view, at, column.scale));
        else this.drop(i);
        break;
      case "timestamp":
        this.timestamp(i, view.getInt32(at), view.getUint32(at + 4));
        break;
      case "date":
        this.date(i, view.getInt32(at));
        break;
      case "bool":
        writer.setBoolean(i, bytes[at] === 1);
        break;
      default:
        this.rareValue(i, column, bytes, view, at, length);
    }
  }

  private rareValue(
    i: number,
    column: Column,
    bytes: Buffer,
    view: DataView,
    at: number,
    length: number,
  ): void {
    const { writer } = this;
    switch (column.reading) {
      case "int2":
        writer.setInt32(i, view.getInt16(at));
        break;
      case "oid":
        writer.setInt64(i, view.getUint32(at));
        break;
      case "float4":
        writer.setDouble(i, view.getFloat32(at));
        break;
      case "wide-decimal":
        if (special(view, at) === null) writer.setBigDecimal(i, bigUnscaled(bytes, at, column.scale));
        else this.drop(i);
        break;
      case "number":
        this.number(i, bytes, view, at);
        break;
      case "time":
        writer.setInt64Halves(i, view.getInt32(at), view.getInt32(at + 4));
        break;
      case "jsonb":
        // One byte of version before the text.
        writer.setUtf8(i, bytes, at + 1, at + length);
        break;
      case "uuid":
        writer.setText(i, uuidText(bytes.toString("hex", at, at + 16)));
        break;
      default:
        writer.setText(i, `\\x${bytes.toString("hex", at, at + length)}`);
    }
  }

  private drop(i: number): void {
    this.unfit[i] = (this.unfit[i] ?? 0) + 1;
    this.writer.setNull(i);
  }

  private number(i: number, bytes: Buffer, view: DataView, at: number): void {
    const found = special(view, at);
    const { value, rounded } = found === null ? toDouble(bytes, at) : { value: found, rounded: false };
    if (rounded) this.rounded[i] = (this.rounded[i] ?? 0) + 1;
    this.writer.setDouble(i, value);
  }

  private date(i: number, days: number): void {
    if (days === INFINITE_DATE) this.writer.setInt32(i, INFINITE_DATE);
    else if (days === -INFINITE_DATE - 1) this.writer.setInt32(i, -INFINITE_DATE);
    else this.writer.setInt32(i, days + EPOCH_DAYS);
  }

  private timestamp(i: number, high: number, low: number): void {
    // Added in halves: doubles on their way to the writer would be garbage of the heap, one for each value.
    if (high < FAR && high >= -FAR) {
      const sum = low + EPOCH_LOW;
      this.writer.setInt64Halves(i, high + EPOCH_HIGH + (sum >= TWO_32 ? 1 : 0), sum | 0);
      return;
    }
    if (high === 0x7fffffff && low === TWO_32 - 1) this.writer.setInt64Halves(i, high, -1);
    else if (high === -0x80000000 && low === 0) this.writer.setInt64Halves(i, high, 1);
    else this.farTimestamp(i, high, low);
  }

  private farTimestamp(i: number, high: number, low: number): void {
    const micros = (BigInt(high) << 32n) + BigInt(low) + BigInt(EPOCH_MICROS);
    if (micros > LAST_MICROS) this.drop(i);
    else this.writer.setInt64Halves(i, Number(micros >> 32n), Number(BigInt.asIntN(32, micros)));
  }
}

/** Where the row ends, or the least length the buffer needs for the next look. */
function rowEnd(view: DataView, start: number, fields: number, end: number): number {
  let at = start;
  for (let i = 0; i < fields; i++) {
    if (at + 4 > end) return at + 4;
    const length = view.getInt32(at);
    at += 4 + Math.max(length, 0);
  }
  return at;
}

function uuidText(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
