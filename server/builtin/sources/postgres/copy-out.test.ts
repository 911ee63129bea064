import { EventEmitter } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Connection } from "pg";
import { afterEach, describe, expect, test, vi } from "vitest";
import { CopyOut } from "./copy-out";
import { plainSocket } from "./plain-socket";

function message(kind: string, body: string | Buffer): Buffer {
  const bytes = Buffer.alloc(5 + body.length);
  bytes.write(kind, "latin1");
  bytes.writeUInt32BE(4 + body.length, 1);
  bytes.set(Buffer.from(body), 5);
  return bytes;
}

const LONG = "long ".repeat(700);
const ROWS = ["one", "", LONG, "four"];
/** With a notice between rows, as servers send them. */
const TRANSFER = Buffer.concat([
  message("H", "\u0001\u0000\u0000"),
  ...ROWS.slice(0, 2).map((row) => message("d", row)),
  message("N", "by the way"),
  ...ROWS.slice(2).map((row) => message("d", row)),
]);
const END = Buffer.concat([message("c", ""), message("C", "COPY 4"), message("Z", "T")]);

/** Copies over a connection of which pg's parser is a stand-in. */
function copyOver(stream: EventEmitter, onRow: (row: string) => void = () => undefined) {
  const got: { rows: string[]; toParser: Buffer[]; order: string[] } = { rows: [], toParser: [], order: [] };
  stream.on("data", (bytes: Buffer) => {
    got.toParser.push(bytes);
    got.order.push("parser");
  });
  const copy = new CopyOut("COPY", {
    onData(bytes, start, end) {
      const row = bytes.toString("latin1", start, end);
      got.rows.push(row);
      onRow(row);
    },
    onRead: () => got.order.push("read"),
  });
  copy.submit({ stream, query: () => undefined } as unknown as Connection);
  return { copy, got };
}

/** A plain connection to a server that sends these bytes and ends. */
async function connectionTo(bytes: Buffer): Promise<Socket> {
  const server = createServer((socket) => {
    socket.end(bytes);
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return plainSocket("127.0.0.1", (server.address() as { port: number }).port);
}

afterEach(() => {
  vi.useRealTimers();
});

describe("a COPY's bytes", () => {
  test.each([1, 2, 3, 5, 7, 64, 1000, 1 << 20])("are the same rows when %i come at a time", (size) => {
    const stream = new EventEmitter();
    const { got } = copyOver(stream);
    const all = Buffer.concat([TRANSFER, END]);
    for (let at = 0; at < all.length; at += size) stream.emit("data", all.subarray(at, at + size));
    expect(got.rows).toEqual(ROWS);
    // All that isn't rows goes to pg, and only that, after every row was told.
    expect(Buffer.concat(got.toParser)).toEqual(END);
    expect(got.order.lastIndexOf("read")).toBeGreaterThan(-1);
    expect(got.order.indexOf("parser")).toBeGreaterThan(got.order.indexOf("read"));
  });

  test("end with what the reader of rows throws, and nothing is told after it", async () => {
    const stream = new EventEmitter();
    const { copy, got } = copyOver(stream, (row) => {
      if (row === LONG) throw new Error("too long");
    });
    stream.emit("data", TRANSFER);
    stream.emit("data", END);
    await expect(copy.done).rejects.toThrow("too long");
    expect(got.rows).toEqual(ROWS.slice(0, 3));
  });

  test("of a plain connection are read where they landed, and what others keep stays as it was", async () => {
    const socket = await connectionTo(Buffer.concat([TRANSFER, END, TRANSFER]));
    const { got } = copyOver(socket);
    await new Promise((resolve) => socket.once("close", resolve));
    expect(got.rows).toEqual(ROWS);
    expect(Buffer.concat(got.toParser)).toEqual(Buffer.concat([END, TRANSFER]));
  });

  test("rest after a small read, and stay held back beyond the rest where rows are to wait", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
    const socket = await connectionTo(TRANSFER);
    let first = () => {};
    const rows = new Promise<void>((resolve) => {
      first = resolve;
    });
    const { copy, got } = copyOver(socket, () => first());
    await rows;
    expect(socket.isPaused()).toBe(true);
    copy.pause();
    vi.runAllTimers();
    expect(socket.isPaused()).toBe(true);
    copy.resume();
    expect(socket.isPaused()).toBe(false);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const rest = setInterval(() => vi.runAllTimers(), 1);
    await closed;
    clearInterval(rest);
    expect(got.rows).toEqual(ROWS);
  });
});
