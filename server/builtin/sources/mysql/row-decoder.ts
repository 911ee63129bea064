import { civilDays, daysInMonth } from "../rows/iso-date";
import type { RowWriter } from "../rows/row-writer";
import { rounds, unscaledBig, unscaledSmall } from "./decimal-text";
import { timeText } from "./time-text";
import { type ColumnReading, mayNotFit } from "./types";

const TWO_32 = 4294967296;
const MICROS_PER_SECOND = 1_000_000;
const SECONDS_PER_DAY = 86_400;
/** Lengths of a text up to here stand in one byte; the four values above say how many bytes the length has. */
const NULL_LENGTH = 0xfb;

/**
 * Reads rows of MySQL's binary protocol from the driver's packets and hands every value to a writer, without an object
 * per value in between.
 */
export class RowDecoder {
  /** Values that became NULL because nothing stored can hold them (zero dates), by column. */
  readonly unfit: number[];
  /** Numbers that lost digits on the way into a double, by column. */
  readonly rounded: number[];
  /** Columns with a value their type doesn't hold, though another one would. */
  readonly misfits = new Set<number>();
  private at = 0;

  constructor(
    private readonly columns: readonly ColumnReading[],
    private readonly writer: RowWriter,
  ) {
    this.unfit = columns.map(() => 0);
    this.rounded = columns.map(() => 0);
  }

  /** @param start of the row's first byte in `bytes`, which is 0 */
  row(bytes: Buffer, start: number): void {
    const { columns, writer } = this;
    // Two unused bits, then one per column.
    const nulls = start + 1;
    this.at = nulls + ((columns.length + 9) >> 3);
    for (let i = 0; i < columns.length; i++) {
      const bit = i + 2;
      if ((bytes[nulls + (bit >> 3)] as number) & (1 << (bit & 7))) writer.setNull(i);
      else this.value(i, columns[i] as ColumnReading, bytes);
    }
    writer.endRow();
  }

  private value(i: number, column: ColumnReading, bytes: Buffer): void {
    const { writer, at } = this;
    switch (column.reading) {
      case "int4":
        writer.setInt32(i, bytes.readInt32LE(at));
        this.at = at + 4;
        break;
      case "text": {
        const length = this.length(bytes);
        writer.setUtf8(i, bytes, this.at, this.at + length);
        this.at += length;
        break;
      }
      case "int8":
        writer.setInt64Halves(i, bytes.readInt32LE(at + 4), bytes.readInt32LE(at));
        this.at = at + 8;
        break;
      case "decimal": {
        const length = this.length(bytes);
        writer.setDecimal(i, unscaledSmall(bytes, this.at, this.at + length, scaleOf(column)));
        this.at += length;
        break;
      }
      case "float8":
        writer.setDouble(i, bytes.readDoubleLE(at));
        this.at = at + 8;
        break;
      case "datetime":
        this.datetime(i, bytes);
        break;
      case "date":
        this.date(i, bytes);
        break;
      case "flag":
        this.flag(i, bytes[at] as number);
        this.at = at + 1;
        break;
      default:
        this.rareValue(i, column, bytes);
    }
  }

  private rareValue(i: number, column: ColumnReading, bytes: Buffer): void {
    const { writer, at } = this;
    switch (column.reading) {
      case "int1":
        writer.setInt32(i, bytes.readInt8(at));
        this.at = at + 1;
        break;
      case "uint1":
        writer.setInt32(i, bytes[at] as number);
        this.at = at + 1;
        break;
      case "int2":
        writer.setInt32(i, bytes.readInt16LE(at));
        this.at = at + 2;
        break;
      case "uint2":
        writer.setInt32(i, bytes.readUInt16LE(at));
        this.at = at + 2;
        break;
      case "uint4":
        if (column.storage.kind === "INTEGER") writer.setInt32(i, bytes.readUInt32LE(at));
        else writer.setInt64(i, bytes.readUInt32LE(at));
        this.at = at + 4;
        break;
      case "uint8":
        writer.setBigDecimal(i, bytes.readBigUInt64LE(at));
        this.at = at + 8;
        break;
      case "float4":
        writer.setDouble(i, bytes.readFloatLE(at));
        this.at = at + 4;
        break;
      case "time":
      case "time-text":
        this.time(i, column, bytes);
        break;
      default:
        this.counted(i, column, bytes);
    }
  }

  /** Values that begin with their length. */
  private counted(i: number, column: ColumnReading, bytes: Buffer): void {
    const { writer } = this;
    const length = this.length(bytes);
    const { at } = this;
    const end = at + length;
    this.at = end;
    switch (column.reading) {
      case "wide-decimal":
        writer.setBigDecimal(i, unscaledBig(bytes, at, end, scaleOf(column)));
        break;
      case "number": {
        const text = bytes.toString("latin1", at, end);
        const value = Number(text);
        if (rounds(text, value)) this.rounded[i] = (this.rounded[i] ?? 0) + 1;
        writer.setDouble(i, value);
        break;
      }
      case "flag-bit":
        writer.setBoolean(i, bytes[end - 1] === 1);
        break;
      case "bits": {
        let value = 0n;
        for (let b = at; b < end; b++) value = (value << 8n) | BigInt(bytes[b] as number);
        if (column.storage.kind === "DECIMAL") writer.setBigDecimal(i, value);
        else writer.setInt64Halves(i, Number(value >> 32n), Number(BigInt.asIntN(32, value)));
        break;
      }
      default:
        writer.setText(i, `\\x${bytes.toString("hex", at, end)}`);
    }
  }

  /** Reads a length and moves behind it. */
  private length(bytes: Buffer): number {
    const first = bytes[this.at++] as number;
    if (first < NULL_LENGTH) return first;
    const size = first === 0xfc ? 2 : first === 0xfd ? 3 : 8;
    const length =
      size === 8
        ? bytes.readUInt32LE(this.at) + bytes.readUInt32LE(this.at + 4) * TWO_32
        : bytes.readUIntLE(this.at, size);
    this.at += size;
    return length;
  }

  private flag(i: number, value: number): void {
    if (value <= 1) this.writer.setBoolean(i, value === 1);
    else this.misfit(i);
  }

  /** Days since 1970-01-01, or null for what is no day of the calendar: zero dates, and parts of them. */
  private days(bytes: Buffer, length: number): number | null {
    if (length < 4) return null;
    const { at } = this;
    const year = bytes.readUInt16LE(at);
    const month = bytes[at + 2] as number;
    const day = bytes[at + 3] as number;
    return day >= 1 && day <= daysInMonth(year, month) ? civilDays(year, month, day) : null;
  }

  private date(i: number, bytes: Buffer): void {
    const length = bytes[this.at++] as number;
    const days = this.days(bytes, length);
    this.at += length;
    if (days === null) this.drop(i);
    else this.writer.setInt32(i, days);
  }

  private datetime(i: number, bytes: Buffer): void {
    const length = bytes[this.at++] as number;
    const { at } = this;
    const days = this.days(bytes, length);
    this.at = at + length;
    if (days === null) {
      this.drop(i);
      return;
    }
    let seconds = 0;
    let micros = 0;
    if (length >= 7)
      seconds = (bytes[at + 4] as number) * 3600 + (bytes[at + 5] as number) * 60 + (bytes[at + 6] as number);
    if (length >= 11) micros = bytes.readUInt32LE(at + 7);
    this.instant(i, days * SECONDS_PER_DAY + seconds, micros);
  }

  private instant(i: number, seconds: number, micros: number): void {
    const all = seconds * MICROS_PER_SECOND + micros;
    if (Number.isSafeInteger(all)) {
      this.writer.setInt64(i, all);
      return;
    }
    // Beyond the year 2255.
    const exact = BigInt(seconds) * BigInt(MICROS_PER_SECOND) + BigInt(micros);
    this.writer.setInt64Halves(i, Number(exact >> 32n), Number(BigInt.asIntN(32, exact)));
  }

  private time(i: number, column: ColumnReading, bytes: Buffer): void {
    const length = bytes[this.at++] as number;
    const { at, writer } = this;
    this.at = at + length;
    const negative = length > 0 && bytes[at] === 1;
    const days = length > 0 ? bytes.readUInt32LE(at + 1) : 0;
    const [h = 0, m = 0, s = 0] = length > 0 ? [bytes[at + 5], bytes[at + 6], bytes[at + 7]] : [];
    const micros = length >= 12 ? bytes.readUInt32LE(at + 8) : 0;
    const seconds = ((days * 24 + h) * 60 + m) * 60 + s;
    if (column.reading === "time-text") writer.setText(i, timeText(negative, seconds, micros));
    else if (negative || seconds >= SECONDS_PER_DAY) this.misfit(i);
    else writer.setInt64(i, seconds * MICROS_PER_SECOND + micros);
  }

  private misfit(i: number): void {
    const column = this.columns[i];
    if (column && mayNotFit(column)) this.misfits.add(i);
    this.drop(i);
  }

  private drop(i: number): void {
    this.unfit[i] = (this.unfit[i] ?? 0) + 1;
    this.writer.setNull(i);
  }
}

function scaleOf({ storage }: ColumnReading): number {
  return storage.kind === "DECIMAL" ? storage.scale : 0;
}
