import { type ChildProcess, fork } from "node:child_process";
import type { Batch, BatchAnswer } from "@/server/platform/model";
import { AppError, isAppError, toErrorData } from "@/server/shared/errors";
import { type ProcessEntry, processEntry } from "@/server/shared/processes";
import type { ExportWish } from "./schemas";

/** A file takes this long at most; more is asked for in parts. */
const TIME_MS = 120_000;
const MEMORY_MB = 768;
/** Files made at the same time; others wait their turn. */
const AT_ONCE = 2;

/** Rows of a table and cells of a file, at most. A spreadsheet holds a million rows, a reader's patience fewer. */
export const FILE_LIMITS = { rows: 100_000, cells: 1_000_000 };

export interface MadeFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
  rows: number;
  cut: boolean;
}

export interface Making {
  wish: ExportWish;
  document: object;
  now: Date;
  /** Data address of the tenant's logo: PNG or JPEG, which is what a PDF takes. */
  logo?: string;
  /** Answers as whoever wants the file may see it. */
  ask(batch: Batch, signal: AbortSignal): Promise<BatchAnswer>;
  signal?: AbortSignal;
  onProgress?(done: number, of: number): void;
  /** Where the process starts; default: as the portal was built. */
  entry?: ProcessEntry;
}

type Said =
  | { type: "ask"; id: number; batch: Batch }
  | { type: "progress"; done: number; of: number }
  | { type: "file"; file: MadeFile }
  | { type: "failed"; about: "wish" | "answer" | "maker"; code: string; message: string };

let running = 0;
const turns: (() => void)[] = [];

async function turn(signal: AbortSignal): Promise<() => void> {
  while (running >= AT_ONCE)
    await new Promise<void>((go) => {
      turns.push(go);
      signal.addEventListener("abort", () => go(), { once: true });
    }).then(() => signal.throwIfAborted());
  running++;
  return () => {
    running--;
    turns.shift()?.();
  };
}

/**
 * Makes one file in a process of its own: killed when nobody wants it any more, when it takes too long, and held to its
 * memory. It reads nothing itself; its questions are answered here.
 * @throws `exports.not_there`, `exports.too_long`, `exports.failed`, and what answering throws
 */
export async function makeFile(making: Making): Promise<MadeFile> {
  const over = new AbortController();
  const signal = making.signal ? AbortSignal.any([making.signal, over.signal]) : over.signal;
  const done = await turn(signal);
  const timer = setTimeout(() => over.abort(tooLong()), TIME_MS);
  try {
    signal.throwIfAborted();
    return await inProcess(making, signal);
  } finally {
    clearTimeout(timer);
    over.abort();
    done();
  }
}

function start({ file, execArgv }: ProcessEntry): ChildProcess {
  // An environment of its own: nothing of the portal's settings and secrets reaches the process.
  return fork(file, [], {
    execArgv: [...execArgv, `--max-old-space-size=${MEMORY_MB}`],
    env: { NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    serialization: "advanced",
  });
}

function inProcess(making: Making, signal: AbortSignal): Promise<MadeFile> {
  const { wish, document, now, logo, ask, onProgress, entry = processEntry("exports") } = making;
  const child = start(entry);
  const tell = (message: object) => child.connected && child.send(message, () => undefined);
  /** Why a question was refused: the file fails with that, not with its echo. */
  let refused: unknown;
  async function answer(id: number, batch: Batch): Promise<void> {
    try {
      tell({ type: "answer", id, answer: await ask(batch, signal) });
    } catch (error) {
      refused ??= error;
      const { code, message } = toErrorData(error);
      tell({ type: "refusal", id, code, message });
    }
  }
  return new Promise<MadeFile>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    child.on("message", (said: Said) => {
      if (said.type === "ask") void answer(said.id, said.batch);
      else if (said.type === "progress") onProgress?.(said.done, said.of);
      else if (said.type === "file") resolve(said.file);
      else reject(isAppError(refused) ? refused : failure(said));
    });
    child.once("error", (cause) => reject(broken(cause)));
    child.once("exit", (code, by) => reject(broken(new Error(`The process ended (${by ?? code}).`))));
    tell({ type: "make", wish, document, now: now.toISOString(), limits: FILE_LIMITS, logo });
  }).finally(() => child.kill("SIGKILL"));
}

function failure({ about, code, message }: Extract<Said, { type: "failed" }>): AppError {
  if (about === "wish") return new AppError("not-found", code, message);
  if (about === "answer") return new AppError("invalid", code, message);
  return broken(new Error(message));
}

const broken = (cause: Error) =>
  new AppError("failed", "exports.failed", "The file could not be made.", {
    advice: "Try again; select less if it fails again.",
    retryable: true,
    cause,
  });

const tooLong = () =>
  new AppError("limit", "exports.too_long", `The file took longer than ${TIME_MS / 1000} seconds.`, {
    advice: "Select a year or a region, so that it holds less.",
  });
