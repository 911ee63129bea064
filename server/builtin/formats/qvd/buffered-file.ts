import { type FileHandle, open } from "node:fs/promises";

const BUFFER_BYTES = 1024 * 1024;

/** A new file that is written in larger pieces. */
export class BufferedFile {
  private readonly buffer = Buffer.alloc(BUFFER_BYTES);
  private used = 0;

  private constructor(private readonly file: FileHandle) {}

  static async create(path: string): Promise<BufferedFile> {
    return new BufferedFile(await open(path, "wx", 0o600));
  }

  /** @param bytes may be filled again when it is done */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.keep(bytes)) return;
    await this.flush();
    if (!this.keep(bytes)) await this.file.writeFile(bytes);
  }

  /** Takes bytes there is still room for; false where there is none. */
  keep(bytes: Uint8Array): boolean {
    if (bytes.length > BUFFER_BYTES - this.used) return false;
    this.buffer.set(bytes, this.used);
    this.used += bytes.length;
    return true;
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
