import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { BEHIND, writeCodes } from "./codes";
import { type QvdValues, SymbolBytes } from "./encode-symbol";
import type { QvdField } from "./header";
import { headerBytes } from "./header-text";

/** What is to be known of a field before its values come. */
export type QvdFieldStart = Pick<QvdField, "name" | "format"> & { nullable: boolean };

/** Code of NULL in a field that may be NULL, and what its other codes are moved by. */
export const NULL_STORED = 0;
export const NULL_SHIFT = 2;

const BUFFER_BYTES = 1024 * 1024;

/**
 * Writes a QVD in the order it lies in the file: the different values field by field, then the records. The file has
 * its name only when it is complete; until then the old one of that name stays.
 */
export class QvdWriter {
  private readonly part: string;
  private readonly fields: QvdField[] = [];
  private symbolBytes = 0;
  private recordBytes = 1;
  private file: BufferedFile | undefined;
  private block = Buffer.alloc(0);

  private constructor(
    private readonly path: string,
    private readonly about: { tableName: string; createdUtc: string; records: number },
  ) {
    this.part = `${path}.${randomBytes(6).toString("hex")}`;
  }

  /** @param about `records` is how many there will be */
  static async create(
    path: string,
    about: { tableName: string; createdUtc: string; records: number },
  ): Promise<QvdWriter> {
    const writer = new QvdWriter(path, about);
    writer.file = await BufferedFile.create(`${writer.part}.symbols`);
    return writer;
  }

  /** Writes a field's different values, some at a time, in the order of their codes. Fields come in the order of the table. */
  async field({ name, format, nullable }: QvdFieldStart, values: AsyncIterable<QvdValues>): Promise<void> {
    const seen = new Seen();
    const symbols = new SymbolBytes();
    const offset = this.symbolBytes;
    for await (const { numbers, texts } of values) {
      for (const [i, number] of numbers.entries()) {
        const text = texts?.[i] ?? null;
        seen.add(number, symbols.add(number, text));
      }
      const bytes = symbols.take();
      this.symbolBytes += bytes.length;
      await this.open().write(bytes);
    }
    const bias = nullable ? -NULL_SHIFT : 0;
    const last = this.fields.at(-1);
    this.fields.push({
      name,
      format,
      bitOffset: last ? last.bitOffset + last.bitWidth : 0,
      bitWidth: bitsFor(seen.count === 0 ? 1 : seen.count - bias),
      bias,
      symbols: seen.count,
      offset,
      length: this.symbolBytes - offset,
      tags: seen.tags(format.type),
    });
  }

  /** Ends the values: what follows are records. */
  async beginRecords(): Promise<void> {
    const last = this.fields.at(-1);
    this.recordBytes = Math.max(1, Math.ceil((last ? last.bitOffset + last.bitWidth : 0) / 8));
    await this.open().close();
    this.file = await BufferedFile.create(`${this.part}.part`);
    const header = { ...this.about, recordBytes: this.recordBytes, recordsOffset: this.symbolBytes };
    await this.file.write(headerBytes({ ...header, fields: this.fields }));
    for await (const bytes of createReadStream(`${this.part}.symbols`)) await this.file.write(bytes);
    await rm(`${this.part}.symbols`);
  }

  /** @param codes of each field, as stored: moved by `NULL_SHIFT` where the field may be NULL */
  async records(count: number, codes: readonly ArrayLike<number>[]): Promise<void> {
    const { recordBytes } = this;
    const bytes = count * recordBytes;
    if (this.block.length < bytes + BEHIND) this.block = Buffer.alloc(bytes + BEHIND);
    const { buffer, byteOffset } = this.block.subarray(0, bytes + BEHIND).fill(0);
    const block = new DataView(buffer, byteOffset, bytes + BEHIND);
    for (const [i, field] of this.fields.entries())
      writeCodes(block, { recordBytes, records: count }, field, codes[i] ?? []);
    await this.open().write(this.block.subarray(0, bytes));
  }

  async finish(): Promise<void> {
    await this.open().close();
    await rename(`${this.part}.part`, this.path);
  }

  /** Removes what there is of it. */
  async abort(): Promise<void> {
    await this.file?.close().catch(() => undefined);
    for (const ending of ["symbols", "part"]) await rm(`${this.part}.${ending}`, { force: true });
  }

  private open(): BufferedFile {
    if (!this.file) throw new Error("the file was not created");
    return this.file;
  }
}

/** Bits that hold as many codes; none for one code alone. */
function bitsFor(codes: number): number {
  return codes <= 1 ? 0 : 32 - Math.clz32(codes - 1);
}

/** What the values of a field are, for its tags. */
class Seen {
  count = 0;
  private numeric = true;
  private whole = true;
  private texts = true;
  private ascii = true;

  add(number: number | null, isAscii: boolean): void {
    this.count++;
    if (number === null) this.numeric = false;
    else this.texts = false;
    if (!Number.isInteger(number)) this.whole = false;
    if (!isAscii) this.ascii = false;
  }

  tags(type: string): string[] {
    if (this.count === 0) return [];
    if (this.texts) return [...(this.ascii ? ["$ascii"] : []), "$text"];
    if (!this.numeric) return [];
    const whole = this.whole ? ["$integer"] : [];
    if (type === "DATE") return ["$numeric", ...whole, "$timestamp", "$date"];
    return ["$numeric", ...whole, ...(type === "TIMESTAMP" ? ["$timestamp"] : [])];
  }
}

/** A new file that is written in larger pieces. */
class BufferedFile {
  private readonly buffer = Buffer.alloc(BUFFER_BYTES);
  private used = 0;

  private constructor(private readonly file: FileHandle) {}

  static async create(path: string): Promise<BufferedFile> {
    return new BufferedFile(await open(path, "wx", 0o600));
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (bytes.length > BUFFER_BYTES - this.used) await this.flush();
    if (bytes.length > BUFFER_BYTES) await this.file.writeFile(bytes);
    else {
      this.buffer.set(bytes, this.used);
      this.used += bytes.length;
    }
  }

  private async flush(): Promise<void> {
    await this.file.writeFile(this.buffer.subarray(0, this.used));
    this.used = 0;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.file.close();
    }
  }
}
