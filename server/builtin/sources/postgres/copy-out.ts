import type { Socket } from "node:net";
import type { Connection, Submittable } from "pg";
import { viewOf } from "../rows/bytes-view";
import { readDirectly } from "./plain-socket";

/** One byte of kind, four of length (counting themselves). */
const HEADER = 5;
const COPY_DATA = 0x64;
/** What may come before or between rows: CopyOutResponse, a changed setting, a notice, a notification. */
const BETWEEN = new Set([0x48, 0x53, 0x4e, 0x41]);

/** After a read of less than this … */
const FEW_BYTES = 64 * 1024;
/** … the next one waits this long, so that more comes with it: a server sends 8 kB at a time. */
const REST_MS = 1;

type DataHandler = (chunk: Buffer) => void;

const isRow = (kind: number | undefined) => kind === COPY_DATA || (kind !== undefined && BETWEEN.has(kind));

export interface CopyListener {
  /** Called for every piece; the bytes from `start` to before `end` are not to be changed, nor kept after `onRead`. */
  onData(bytes: Buffer, start: number, end: number): void;
  /** Called when memory is about to be used again: after the pieces of each read, and before the statement's end is told. */
  onRead(): void;
}

/**
 * Runs a `COPY … TO STDOUT` and hands over its data where it was received. While rows come, pg's parser, which makes an
 * object of every row, is put aside; with the first message that isn't data it goes on as if it had always been there.
 */
export class CopyOut implements Submittable {
  /** Settles with the end of the statement. */
  readonly done: Promise<void>;
  private settle: { resolve(): void; reject(error: unknown): void } = { resolve() {}, reject() {} };
  private stream: Socket | null = null;
  private others: DataHandler[] = [];
  private direct = false;
  /** The message the last read ended in, as far as it came, and its bytes. */
  private part = Buffer.alloc(0);
  private partBytes = 0;
  private failed = false;
  private reading = true;
  private resting = false;
  private held = false;

  constructor(
    private readonly sql: string,
    private readonly listener: CopyListener,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
    });
    // It may end before anybody waits for it.
    this.done.catch(() => undefined);
  }

  /** Takes no more bytes until `resume`. */
  pause(): void {
    this.held = true;
    this.stream?.pause();
  }

  resume(): void {
    this.held = false;
    if (!this.resting) this.stream?.resume();
  }

  private rest(): void {
    this.resting = true;
    this.stream?.pause();
    setTimeout(() => {
      this.resting = false;
      if (!this.held) this.stream?.resume();
    }, REST_MS);
  }

  submit(connection: Connection): void {
    this.stream = connection.stream as Socket;
    this.others = this.stream.listeners("data") as DataHandler[];
    this.direct = readDirectly(this.stream, this.take);
    if (!this.direct) {
      for (const handler of this.others) this.stream.off("data", handler);
      this.stream.on("data", this.take);
    }
    connection.query(this.sql);
  }

  /** Ends the transfer with an error; the connection is of no use afterwards. */
  stop(error: unknown): void {
    if (this.failed) return;
    this.failed = true;
    this.letGo();
    // Nobody listens any more, and nothing is to wait for somebody who does.
    if (this.direct && this.stream) readDirectly(this.stream, () => undefined);
    this.settle.reject(error);
  }

  private letGo(): void {
    this.reading = false;
    if (!this.stream) return;
    if (this.direct) readDirectly(this.stream, null);
    else this.stream.off("data", this.take);
  }

  private readonly take = (bytes: Buffer, end = bytes.length): void => {
    try {
      const start = this.partBytes > 0 ? this.rejoin(bytes, end) : 0;
      if (start < end && !this.failed) this.messages(bytes, start, end);
      if (this.failed) return;
      this.listener.onRead();
      if (this.direct && this.reading && end < FEW_BYTES && !this.resting) this.rest();
    } catch (error) {
      this.stop(error);
    }
  };

  /** Puts the message together that the last read ended in, and only that; gives the place behind it. */
  private rejoin(bytes: Buffer, end: number): number {
    let at = 0;
    for (let missing = this.missing(); missing > 0 && at < end; missing = this.missing()) {
      const more = Math.min(missing, end - at);
      this.keep(bytes, at, at + more);
      at += more;
    }
    if (this.missing() > 0) return at;
    const whole = this.part.subarray(0, this.partBytes);
    this.partBytes = 0;
    if (!isRow(whole[0])) {
      // What isn't rows goes to pg, with all that follows.
      this.giveBack(Buffer.concat([whole, bytes.subarray(at, end)]));
      return end;
    }
    this.messages(whole, 0, whole.length);
    this.listener.onRead();
    return at;
  }

  /** Bytes that the kept message still needs: of its length first, then of all of it. */
  private missing(): number {
    return (this.partBytes < HEADER ? HEADER : 1 + this.part.readUInt32BE(1)) - this.partBytes;
  }

  private keep(bytes: Buffer, start: number, end: number): void {
    const needed = this.partBytes + end - start;
    if (needed > this.part.length) {
      // Room for all of a long message, so that it is not copied once for each of its reads.
      const known = this.partBytes < HEADER ? 0 : Math.min(1 + this.part.readUInt32BE(1), 2 * needed);
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, known, 1024));
      this.part.copy(larger, 0, 0, this.partBytes);
      this.part = larger;
    }
    bytes.copy(this.part, this.partBytes, start, end);
    this.partBytes = needed;
  }

  private messages(bytes: Buffer, start: number, end: number): void {
    const { listener } = this;
    const view = viewOf(bytes);
    let at = start;
    while (end - at >= HEADER) {
      const kind = view.getUint8(at);
      if (kind !== COPY_DATA && !BETWEEN.has(kind)) {
        this.giveBack(Buffer.from(bytes.subarray(at, end)));
        return;
      }
      const next = at + 1 + view.getUint32(at + 1);
      if (next > end) break;
      if (kind === COPY_DATA) listener.onData(bytes, at + HEADER, next);
      at = next;
    }
    if (at < end) this.keep(bytes, at, end);
  }

  /** @param bytes which pg may keep */
  private giveBack(bytes: Buffer): void {
    this.listener.onRead();
    this.letGo();
    if (!this.direct) for (const handler of this.others) this.stream?.on("data", handler);
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
