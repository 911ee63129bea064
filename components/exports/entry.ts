import type { BatchAnswer } from "@/server/platform/model";
import { NotThere } from "./asked-sheet";
import { makeCsv } from "./csv";
import type { FromMaker, ToMaker } from "./protocol";
import type { FileSource, FileWish, MadeFile } from "./standing";
import { makeXlsx } from "./xlsx";

/*
 * The process that makes one file and ends. It holds no connection and no secret; its figures come by messages from the
 * portal that started it, and with the portal it goes.
 */

/** The portal refused a question, in words for the reader. */
class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const waiting = new Map<number, { resolve(answer: BatchAnswer): void; reject(error: Error): void }>();
let asked = 0;

const say = (message: FromMaker) =>
  new Promise<void>((done) => {
    if (process.send) process.send(message, () => done());
    else done();
  });

function ask(batch: Parameters<FileSource["ask"]>[0]): Promise<BatchAnswer> {
  const id = asked++;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    void say({ type: "ask", id, batch });
  });
}

async function made(wish: FileWish, source: FileSource): Promise<MadeFile> {
  if (wish.kind === "xlsx") return makeXlsx(wish, source);
  if (wish.kind === "csv") return makeCsv(wish, source);
  // Its libraries take a while to load, which the other kinds need not wait for.
  const { makePdf } = await import("./pdf");
  return makePdf(wish, source);
}

async function make({
  wish,
  document,
  now,
  limits,
  logo,
}: Extract<ToMaker, { type: "make" }>): Promise<void> {
  const onProgress = (done: number, of: number) => void say({ type: "progress", done, of });
  try {
    const file = await made(wish, { document, now, limits, ask, onProgress, logo });
    await say({ type: "file", file });
  } catch (error) {
    await say(failureOf(error));
  }
  process.disconnect?.();
}

function failureOf(error: unknown): FromMaker {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NotThere) return { type: "failed", about: "wish", code: "exports.not_there", message };
  const code = error instanceof Error && "code" in error ? String(error.code) : "exports.failed";
  return {
    type: "failed",
    about: code.startsWith("query.") || error instanceof Refused ? "answer" : "maker",
    code,
    message,
  };
}

process.on("message", (message: ToMaker) => {
  if (message.type === "make") {
    void make(message);
    return;
  }
  const one = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.type === "answer") one?.resolve(message.answer);
  else one?.reject(new Refused(message.code, message.message));
});
process.on("disconnect", () => process.exit(0));
