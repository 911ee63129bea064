import type { FileHandle } from "node:fs/promises";
import { type Description, MAGIC, type Place, TRAILER_BYTES } from "./saved";

export type ColumnKind = 1 | 2 | 4 | "int32" | "double";

/** Writes columns side by side, each into the room reserved for it. */
export class ColumnFile {
  private length = 0;

  constructor(private readonly file: FileHandle) {}

  reserve(rows: number, kind: number | "int32" | "double"): ColumnPlace {
    const known = kind === 1 || kind === 2 || kind === "int32" || kind === "double" ? kind : 4;
    const width = known === "double" ? 8 : known === "int32" ? 4 : known;
    return new ColumnPlace(this.file, this.room(rows * width), known, width);
  }

  async append(bytes: Buffer): Promise<Place> {
    const place = this.room(bytes.length);
    await this.file.write(bytes, 0, bytes.length, place.at);
    return place;
  }

  /** @returns bytes of the whole file */
  async end(described: Description): Promise<number> {
    const text = Buffer.from(JSON.stringify(described));
    const trailer = Buffer.alloc(TRAILER_BYTES);
    trailer.writeUInt32LE(text.length, 0);
    MAGIC.copy(trailer, 4);
    await this.append(Buffer.concat([text, trailer]));
    return this.length;
  }

  private room(bytes: number): Place {
    const at = this.length;
    this.length += bytes;
    return { at, bytes };
  }
}

/** One column's room in the file, filled from its start. */
export class ColumnPlace {
  private at: number;

  constructor(
    private readonly file: FileHandle,
    readonly place: Place,
    readonly kind: ColumnKind,
    /** Bytes of one value. */
    readonly width: number,
  ) {
    this.at = place.at;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { bytesWritten } = await this.file.write(bytes, 0, bytes.length, this.at);
    if (bytesWritten !== bytes.length) throw new Error("A column could not be written.");
    this.at += bytesWritten;
  }
}
