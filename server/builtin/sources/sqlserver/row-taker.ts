import type { RowWriter } from "../rows/row-writer";
import { type ColumnWriting, EXACT_DIGITS } from "./types";

const MS_PER_DAY = 86_400_000;
const EXACT_LIMIT = 10 ** EXACT_DIGITS;

/** One value as the driver's `row` event has it. */
export interface Cell {
  value: unknown;
}

/** Writes rows as the driver hands them out: an array of cells, one per column. */
export class RowTaker {
  /** Values that became NULL because nothing stored can hold them, by column. */
  readonly unfit: number[];
  /** Decimals the driver may have rounded on the way, by column. */
  readonly rounded: number[];

  constructor(
    private readonly columns: readonly ColumnWriting[],
    private readonly writer: RowWriter,
  ) {
    this.unfit = columns.map(() => 0);
    this.rounded = columns.map(() => 0);
  }

  row(cells: readonly Cell[]): void {
    const { columns, writer } = this;
    for (let i = 0; i < columns.length; i++) {
      const value = cells[i]?.value;
      if (value === null || value === undefined) writer.setNull(i);
      else this.value(i, columns[i] as ColumnWriting, value);
    }
    writer.endRow();
  }

  private value(i: number, column: ColumnWriting, value: unknown): void {
    const { writer } = this;
    switch (column.writing) {
      case "boolean":
        writer.setBoolean(i, value === true);
        break;
      case "int32":
        writer.setInt32(i, Number(value));
        break;
      case "int64": {
        const whole = BigInt(value as string);
        writer.setInt64Halves(i, Number(whole >> 32n), Number(BigInt.asIntN(32, whole)));
        break;
      }
      case "double":
        writer.setDouble(i, Number(value));
        break;
      case "decimal":
        this.decimal(i, column, value);
        break;
      case "bytes":
        writer.setText(i, bytesText(value));
        break;
      case "date":
        writer.setInt32(i, Math.floor(Number(value) / MS_PER_DAY));
        break;
      case "time":
      case "timestamp":
        this.instant(i, value as Date & { nanosecondsDelta?: number });
        break;
      default:
        writer.setText(i, anyText(value));
    }
  }

  /** A text where the server wrote it, else the driver's double, which is exact up to 15 digits. */
  private decimal(i: number, { storage }: ColumnWriting, value: unknown): void {
    const scale = storage.kind === "DECIMAL" ? storage.scale : 0;
    if (typeof value === "string") {
      const [whole = "", fraction = ""] = value.trim().split(".");
      this.writer.setBigDecimal(i, BigInt(whole + fraction.padEnd(scale, "0").slice(0, scale)));
      return;
    }
    const unscaled = Math.round(Number(value) * 10 ** scale);
    if (Math.abs(unscaled) < EXACT_LIMIT) {
      this.writer.setDecimal(i, unscaled);
      return;
    }
    this.rounded[i] = (this.rounded[i] ?? 0) + 1;
    const digits = BigInt(Math.round(Number(value) * 10 ** scale));
    const width = storage.kind === "DECIMAL" ? storage.width : 0;
    if (String(digits).replace("-", "").length <= width) this.writer.setBigDecimal(i, digits);
    else this.drop(i);
  }

  /** The driver keeps what a Date can't hold beside it, as a part of a second. Digits beyond microseconds are cut. */
  private instant(i: number, date: Date & { nanosecondsDelta?: number }): void {
    const ms = date.getTime();
    if (Number.isNaN(ms)) {
      this.drop(i);
      return;
    }
    const rest = Math.floor(Math.round((date.nanosecondsDelta ?? 0) * 1e7) / 10);
    const micros = ms * 1000 + rest;
    if (Number.isSafeInteger(micros)) {
      this.writer.setInt64(i, micros);
      return;
    }
    const exact = BigInt(ms) * 1000n + BigInt(rest);
    this.writer.setInt64Halves(i, Number(exact >> 32n), Number(BigInt.asIntN(32, exact)));
  }

  private drop(i: number): void {
    this.unfit[i] = (this.unfit[i] ?? 0) + 1;
    this.writer.setNull(i);
  }
}

function bytesText(value: unknown): string {
  return `\\x${Buffer.isBuffer(value) ? value.toString("hex") : Buffer.from(String(value)).toString("hex")}`;
}

function anyText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Buffer.isBuffer(value)) return bytesText(value);
  return value instanceof Date ? value.toISOString() : String(value);
}
