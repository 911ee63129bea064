import { truncate } from "node:fs/promises";
import { dialects } from "@/server/platform/dialects";
import { formatOf } from "../files/formats";
import { FilesSession } from "../files/session";
import type { FileTable } from "../files/tables";
import type { OpenOptions, ReadResult, ReadTarget, SourceColumn, SourceSession, SourceTable } from "../port";
import { type Bucket, PARALLEL } from "./client";
import { s3Failure } from "./failure";
import { lastLineEnd } from "./line-end";
import { isParquet, type ObjectTable, type StoredObject } from "./objects";
import type { S3Properties } from "./properties";
import { Scratch } from "./scratch";

/** So much of a large CSV object is fetched to show its columns and first rows. */
const HEAD_BYTES = 4_000_000;

const PACKED = /\.(gz|zst)$/i;

interface Copy {
  object: StoredObject;
  path: string;
}

/**
 * Tables of a bucket. Objects are copied when a table is first needed and then read as files are; the beginning of a
 * large CSV object is enough to browse it.
 */
export class S3Session implements SourceSession {
  readonly dialect = dialects.duckdb;
  private readonly fetched = new Map<string, Promise<void>>();
  private target: ReadTarget | null = null;

  private constructor(
    private readonly bucket: Bucket,
    private readonly properties: S3Properties,
    private readonly secret: string | null,
    private readonly tablesHere: readonly ObjectTable[],
    private readonly scratch: Scratch,
    private readonly options: OpenOptions,
  ) {}

  private whole: FilesSession | null = null;
  private heads: FilesSession | null = null;

  static async open(
    bucket: Bucket,
    properties: S3Properties,
    secret: string | null,
    tables: readonly ObjectTable[],
    options: OpenOptions,
  ): Promise<S3Session> {
    const scratch = await Scratch.create(options.scratch);
    const session = new S3Session(bucket, properties, secret, tables, scratch, options);
    try {
      session.whole = await session.files((copies) => copies);
      session.heads = await session.files((copies) =>
        copies.map((copy) => (isLong(copy.object) ? { ...copy, path: `${copy.path}-head` } : copy)),
      );
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Where an object's copy lies; only how it is packed shows in its name, by which DuckDB unpacks it. */
  private copyOf(table: number, part: number, { key }: StoredObject): string {
    return this.scratch.path(`${table}-${part}${PACKED.exec(key)?.[0].toLowerCase() ?? ""}`);
  }

  /** A session on copies that come when they are needed. */
  private files(choose: (copies: Copy[]) => Copy[]): Promise<FilesSession> {
    const places = new Map<FileTable, Copy[]>();
    for (const [t, { name, objects }] of this.tablesHere.entries()) {
      const copies = choose(objects.map((object, o) => ({ object, path: this.copyOf(t, o, object) })));
      const table: FileTable = {
        name,
        paths: copies.map((c) => c.path),
        format: objects.some((o) => isParquet(o.key)) ? "parquet" : "csv",
        bytes: objects.reduce((sum, o) => sum + o.bytes, 0),
        ...(objects.length === 1 ? { file: objects[0]?.key.split("/").at(-1) ?? name } : {}),
      };
      places.set(table, copies);
    }
    return FilesSession.open([...places.keys()], this.properties, {
      statementTimeoutMs: this.options.statementTimeoutMs,
      signal: this.options.signal,
      ready: async (table) => {
        await this.bring(places.get(table) ?? []);
        const [first = ""] = table.paths;
        table.format = await formatOf(first);
      },
    });
  }

  private async bring(copies: readonly Copy[]): Promise<void> {
    const missing = copies.filter((c) => !this.fetched.has(c.path));
    if (missing.length > 0) {
      await this.scratch.reserve(missing.reduce((sum, c) => sum + wantedBytes(c), 0));
      const queue = [...missing];
      const worker = async () => {
        for (let copy = queue.shift(); copy; copy = queue.shift()) {
          const coming = this.fetchOne(copy);
          this.fetched.set(copy.path, coming);
          await coming;
        }
      };
      await Promise.all(Array.from({ length: PARALLEL }, worker));
    }
    await Promise.all(copies.map((c) => this.fetched.get(c.path)));
  }

  private async fetchOne({ object, path }: Copy): Promise<void> {
    const { target, options } = this;
    const isHead = path.endsWith("-head");
    const limit = AbortSignal.timeout(Math.min(Math.max(1, options.statementTimeoutMs), 2 ** 31 - 1));
    const signal = AbortSignal.any([options.signal, limit, ...(target ? [target.signal] : [])]);
    let bytes = 0;
    try {
      await this.scratch.fetch(this.bucket, object, path, {
        signal,
        ...(isHead ? { head: HEAD_BYTES } : {}),
        onBytes: (more) => {
          bytes += more;
          target?.onRows({ rows: 0, bytes });
        },
      });
      if (isHead) await truncate(path, await lastLineEnd(path));
    } catch (error) {
      target?.signal.throwIfAborted();
      options.signal.throwIfAborted();
      throw s3Failure(error, this.properties, this.secret);
    }
  }

  private get ready(): { whole: FilesSession; heads: FilesSession } {
    const { whole, heads } = this;
    if (!whole || !heads) throw new Error("the session is closed");
    return { whole, heads };
  }

  /** Rows are only known once an object is here. */
  async tables(): Promise<SourceTable[]> {
    return this.tablesHere.map(({ name }) => ({ name, kind: "file", rows: null }));
  }

  columns(table: string): Promise<SourceColumn[]> {
    return this.ready.heads.columns(table);
  }

  sample(table: string, rows: number): Promise<{ columns: string[]; rows: unknown[][] }> {
    return this.ready.heads.sample(table, rows);
  }

  async read(sql: string, target: ReadTarget): Promise<ReadResult> {
    this.target = target;
    try {
      const result = await this.ready.whole.read(sql, target);
      const origins = this.tablesHere.flatMap((t, i) =>
        t.objects.filter((object, o) => this.fetched.has(this.copyOf(i, o, object))),
      );
      return {
        ...result,
        origins: origins.map(({ key, etag, bytes }) => ({ name: key, version: etag, bytes })),
      };
    } finally {
      this.target = null;
    }
  }

  /** Would need the objects here: `read` tells as it goes. */
  async estimate(): Promise<number | null> {
    return null;
  }

  async close(): Promise<void> {
    await this.whole?.close();
    await this.heads?.close();
    this.whole = null;
    this.heads = null;
    this.bucket.destroy();
    await this.scratch.remove();
  }
}

/** CSV whose beginning tells its columns; Parquet tells them at its end, and packed text can't be cut. */
function isLong({ key, bytes }: StoredObject): boolean {
  return bytes > 2 * HEAD_BYTES && !isParquet(key) && !PACKED.test(key);
}

function wantedBytes({ object, path }: Copy): number {
  return path.endsWith("-head") ? HEAD_BYTES : object.bytes;
}
