import { isoDate, isoTimestamp } from "../rows/iso-date";
import type { StorageType } from "../rows/storage-type";
import { type Intent, storageOf } from "./declared";
import { asBoolean, asUnscaled, type SqliteValue } from "./values";

/** What the values of one column are, counted. */
export class ColumnProfile {
  values = 0;
  /** Whole numbers up to 2^53 either way. */
  whole = 0;
  /** Whole numbers beyond, which a double can't hold exactly. */
  big = 0;
  /** Numbers with a fraction, infinities, and reals too large to be whole numbers. */
  fractions = 0;
  texts = 0;
  blobs = 0;
  booleans = 0;
  dates = 0;
  timestamps = 0;
  decimals = 0;

  constructor(readonly intent: Intent) {}

  add(value: SqliteValue): void {
    if (value === null) return;
    this.values++;
    if (typeof value === "string") this.addText(value);
    else if (typeof value === "number" || typeof value === "bigint") this.addNumber(value);
    else this.blobs++;
  }

  private addText(text: string): void {
    this.texts++;
    const { is } = this.intent;
    if (is === "boolean" && asBoolean(text) !== null) this.booleans++;
    if (is !== "date" && is !== "timestamp") return;
    if (isoDate(text) !== null) this.dates++;
    else if (isoTimestamp(text) !== null) this.timestamps++;
  }

  private addNumber(value: number | bigint): void {
    if (typeof value === "bigint" ? !Number.isSafeInteger(Number(value)) : false) this.big++;
    else if (Number.isSafeInteger(Number(value))) this.whole++;
    else this.fractions++;
    if (this.intent.is === "boolean" && asBoolean(value) !== null) this.booleans++;
    if (this.intent.is === "decimal" && asUnscaled(value, this.intent) !== null) this.decimals++;
  }

  private get numbers(): number {
    return this.whole + this.big + this.fractions;
  }

  /**
   * The type the values are stored as. A declared type stays as long as at least half of the values are of it; the
   * rest then become NULL, which `read` counts and reports. Else everything is kept as text.
   */
  storage(): StorageType {
    const { intent, values } = this;
    if (values === 0 || intent.is === "text") return storageOf(intent);
    if (intent.is === "unknown") return this.texts + this.blobs > 0 ? { kind: "VARCHAR" } : this.number();
    if (intent.is === "boolean" && this.booleans * 2 >= values && this.numbers <= this.booleans)
      return { kind: "BOOLEAN" };
    if ((intent.is === "date" || intent.is === "timestamp") && (this.dates + this.timestamps) * 2 >= values)
      return this.timestamps > 0 || intent.is === "timestamp" ? { kind: "TIMESTAMP" } : { kind: "DATE" };
    return this.numbers * 2 >= values ? this.number() : { kind: "VARCHAR" };
  }

  private number(): StorageType {
    const { intent } = this;
    if (intent.is === "real") return { kind: "DOUBLE" };
    if (intent.is === "decimal" && this.decimals === this.numbers) return storageOf(intent);
    return this.fractions === 0 ? { kind: "BIGINT" } : { kind: "DOUBLE" };
  }

  /** What a person should know about the type that was chosen, or null. */
  remark(column: string, declared: string): string | null {
    const { kind } = this.storage();
    const { is } = this.intent;
    if ((is === "date" || is === "timestamp") && (kind === "BIGINT" || kind === "DOUBLE"))
      return `"${column}" is declared ${declared} and holds numbers; they are kept as numbers. Use datetime("${column}", 'unixepoch') or datetime("${column}") in the SELECT to make them dates.`;
    if (kind === "VARCHAR" && is !== "text" && is !== "unknown")
      return `"${column}" is declared ${declared} and holds mostly other values; it is kept as text.`;
    if (kind === "DOUBLE" && this.big > 0)
      return `${this.big} whole numbers of "${column}" have more digits than a fractional number holds and were rounded.`;
    return null;
  }
}
