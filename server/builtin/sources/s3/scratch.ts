import { createWriteStream } from "node:fs";
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { makeFolder } from "@/server/shared/make-folder";
import { sourceError } from "../errors";
import type { Bucket } from "./client";
import type { StoredObject } from "./objects";

/** Most bytes one session brings here. */
const MOST_BYTES = 200e9;
/** Space that stays free on the disk. */
const RESERVE_BYTES = 1e9;

/** Where copies of a bucket's objects lie while they are read: a folder of its own that only this account may enter. */
export class Scratch {
  private used = 0;

  private constructor(private readonly folder: string) {}

  /** @param parent made where it isn't there */
  static async create(parent: string): Promise<Scratch> {
    await makeFolder(parent);
    return new Scratch(await mkdtemp(join(parent, "s3-")));
  }

  /** Path for a copy; names of objects are never part of it. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Sets space aside. Throws `source.too_large` where there is none. */
  async reserve(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.folder);
    const free = bavail * bsize - RESERVE_BYTES;
    if (bytes > free || this.used + bytes > MOST_BYTES)
      throw sourceError(
        "source.too_large",
        `The objects to read are ${(bytes / 1e9).toFixed(1)} GB; there is room for ${(Math.max(0, Math.min(free, MOST_BYTES - this.used)) / 1e9).toFixed(1)} GB.`,
      );
    this.used += bytes;
  }

  /**
   * Copies one object, exactly the content that was listed. Throws `source.lost` where it was replaced or cut.
   * @param head copy the first so many bytes only
   */
  async fetch(
    bucket: Bucket,
    object: StoredObject,
    to: string,
    options: { signal: AbortSignal; onBytes?(bytes: number): void; head?: number },
  ): Promise<void> {
    const { signal, onBytes, head } = options;
    const wanted = Math.min(object.bytes, head ?? Number.POSITIVE_INFINITY);
    const part = wanted < object.bytes ? { bytes: wanted } : {};
    const { body, etag } = await bucket.get({ key: object.key, etag: object.etag, ...part }, signal);
    if (!(body instanceof Readable)) throw sourceError("source.failed", "The storage sent no content.");
    let got = 0;
    const counting = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        got += chunk.length;
        onBytes?.(chunk.length);
        // More than was listed is another object, and room nobody set aside.
        if (got > wanted) done(replaced(object));
        else done(null, chunk);
      },
    });
    await pipeline(body, counting, createWriteStream(to, { mode: 0o600 }), { signal });
    if (got !== wanted || (etag !== undefined && object.etag !== "" && etag !== object.etag))
      throw replaced(object);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function replaced({ key }: StoredObject) {
  return sourceError("source.lost", `The object "${key}" was replaced or cut while it was read.`);
}
