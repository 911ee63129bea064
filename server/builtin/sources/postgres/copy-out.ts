import type { Socket } from "node:net";
import type { Connection, Submittable } from "pg";

/** One byte of kind, four of length (counting themselves). */
const HEADER = 5;
const COPY_DATA = 0x64;
/** What may come before or between rows: CopyOutResponse, a changed setting, a notice, a notification. */
const BETWEEN = new Set([0x48, 0x53, 0x4e, 0x41]);

type DataHandler = (chunk: Buffer) => void;

function isRow(bytes: Buffer, at = 0): boolean {
  const kind = bytes[at] as number;
  return kind === COPY_DATA || BETWEEN.has(kind);
}

/** Bytes that the message at the beginning still needs: of its length first, then of all of it. */
function missingOf(bytes: Buffer): number {
  return (bytes.length < HEADER ? HEADER : 1 + bytes.readUInt32BE(1)) - bytes.length;
}

/**
 * Runs a `COPY … TO STDOUT` and hands over its data where it lies in the socket's own chunks. While rows come, pg's
 * parser, which makes an object of every row, is put aside; with the first message that isn't data it goes on as if it
 * had always been there.
 */
export class CopyOut implements Submittable {
  /** Settles with the end of the statement. */
  readonly done: Promise<void>;
  private settle: { resolve(): void; reject(error: unknown): void } = { resolve() {}, reject() {} };
  private stream: Socket | null = null;
  private others: DataHandler[] = [];
  private rest: Buffer | null = null;
  private failed = false;

  /** @param onData called for every piece; the bytes from `start` to before `end` are not to be changed or kept */
  constructor(
    private readonly sql: string,
    private readonly onData: (bytes: Buffer, start: number, end: number) => void,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    // It may end before anybody waits for it.
    this.done.catch(() => undefined);
  }

  submit(connection: Connection): void {
    this.stream = connection.stream as Socket;
    this.others = this.stream.listeners("data") as DataHandler[];
    for (const handler of this.others) this.stream.off("data", handler);
    this.stream.on("data", this.take);
    connection.query(this.sql);
  }

  /** Ends the transfer with an error; the connection is of no use afterwards. */
  stop(error: unknown): void {
    if (this.failed) return;
    this.failed = true;
    this.stream?.off("data", this.take);
    this.settle.reject(error);
  }

  private readonly take: DataHandler = (chunk) => {
    const used = this.rest ? this.rejoin(this.rest, chunk) : 0;
    if (used < chunk.length && !this.failed) this.messages(used === 0 ? chunk : chunk.subarray(used));
  };

  /** Puts the message together that the last chunk ended in, and only that; gives the bytes of this chunk it took. */
  private rejoin(start: Buffer, chunk: Buffer): number {
    let bytes = start;
    let used = 0;
    for (let missing = missingOf(bytes); missing > 0 && used < chunk.length; missing = missingOf(bytes)) {
      const more = chunk.subarray(used, used + missing);
      bytes = Buffer.concat([bytes, more]);
      used += more.length;
    }
    this.rest = null;
    if (!isRow(bytes)) {
      // What isn't rows goes to pg whole.
      this.messages(used < chunk.length ? Buffer.concat([bytes, chunk.subarray(used)]) : bytes);
      return chunk.length;
    }
    this.messages(bytes);
    return used;
  }

  private messages(bytes: Buffer): void {
    let at = 0;
    while (bytes.length - at >= HEADER) {
      if (!isRow(bytes, at)) {
        this.giveBack(bytes.subarray(at));
        return;
      }
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) break;
      if (bytes[at] === COPY_DATA && !this.hand(bytes, at + HEADER, end)) return;
      at = end;
    }
    if (at < bytes.length) this.rest = bytes.subarray(at);
  }

  private hand(bytes: Buffer, start: number, end: number): boolean {
    try {
      this.onData(bytes, start, end);
      return true;
    } catch (error) {
      this.stop(error);
      return false;
    }
  }

  private giveBack(bytes: Buffer): void {
    this.stream?.off("data", this.take);
    for (const handler of this.others) this.stream?.on("data", handler);
    for (const handler of this.others) handler(bytes);
  }

  handleError(error: unknown): void {
    this.stop(error);
  }

  handleReadyForQuery(): void {
    this.settle.resolve();
  }

  // pg calls every handler its own queries have.
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleEmptyQuery(): void {}
}
