import type { BufferedFile } from "./buffered-file";
import type { QvdFile } from "./file";

const WINDOW_BYTES = 2 * 1024 * 1024;

/** Copies stretches of a file into another one. */
export class FileCopy {
  private readonly window: Buffer;
  private readonly end: number;
  private start = 0;
  private length = 0;

  constructor(
    private readonly file: QvdFile,
    private readonly into: BufferedFile,
  ) {
    const { recordsOffset, records, recordBytes } = file.header;
    this.end = recordsOffset + records * recordBytes;
    this.window = Buffer.allocUnsafe(Math.min(WINDOW_BYTES, this.end));
  }

  /** Stretches are best asked for in the order they lie in. */
  async copy(from: number, to: number): Promise<void> {
    for (let at = from; at < to; ) {
      if (at < this.start || at >= this.start + this.length) await this.read(at);
      const end = Math.min(to, this.start + this.length);
      await this.into.write(this.window.subarray(at - this.start, end - this.start));
      at = end;
    }
  }

  private async read(start: number): Promise<void> {
    this.length = 0;
    const length = Math.min(this.window.length, this.end - start);
    await this.file.read(this.window.subarray(0, length), start);
    [this.start, this.length] = [start, length];
  }
}
