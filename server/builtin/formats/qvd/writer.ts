import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { BufferedFile } from "./buffered-file";
import { type QvdValues, SymbolBytes } from "./encode-symbol";
import type { QvdField } from "./header";
import { headerBytes } from "./header-text";
import { bytesOfRecord, NULL_SHIFT, placed } from "./layout";
import { natureOf, tagsOf } from "./natures";
import { RecordPacker } from "./record-packer";

export { NULL_SHIFT, NULL_STORED } from "./layout";

/** What is to be known of a field before its values come. */
export type QvdFieldStart = Pick<QvdField, "name" | "format"> & { nullable: boolean };

/**
 * Writes a QVD in the order it lies in the file: the different values field by field, then the records. The file has
 * its name only when it is complete; until then the old one of that name stays.
 */
export class QvdWriter {
  private readonly part: string;
  private readonly fields: QvdField[] = [];
  private symbolBytes = 0;
  private file: BufferedFile | undefined;
  private packer: RecordPacker | undefined;

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
    let [count, natures] = [0, 0];
    const symbols = new SymbolBytes();
    const offset = this.symbolBytes;
    for await (const { numbers, texts } of values) {
      for (const [i, number] of numbers.entries())
        natures |= natureOf(number, symbols.add(number, texts?.[i] ?? null));
      count += numbers.length;
      const bytes = symbols.take();
      this.symbolBytes += bytes.length;
      await this.open().write(bytes);
    }
    const field = {
      name,
      format,
      bias: nullable ? -NULL_SHIFT : 0,
      symbols: count,
      length: this.symbolBytes - offset,
      tags: tagsOf(natures, format.type),
    };
    this.fields.push(placed(field, this.fields.at(-1)));
  }

  /** Ends the values: what follows are records. */
  async beginRecords(): Promise<void> {
    await this.open().close();
    this.file = await BufferedFile.create(`${this.part}.part`);
    const recordBytes = bytesOfRecord(this.fields.at(-1));
    const header = { ...this.about, recordBytes, recordsOffset: this.symbolBytes };
    await this.file.write(headerBytes({ ...header, fields: this.fields }));
    for await (const bytes of createReadStream(`${this.part}.symbols`)) await this.file.write(bytes);
    await rm(`${this.part}.symbols`);
    this.packer = new RecordPacker(this.fields);
  }

  /** @param codes of each field, as stored: moved by `NULL_SHIFT` where the field may be NULL */
  async records(count: number, codes: readonly ArrayLike<number>[]): Promise<void> {
    if (!this.packer) throw new Error("the values have not ended");
    await this.open().write(this.packer.pack(count, codes));
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
