import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { Pass } from "../scan";
import { type Gathered, type Heap, jobOf } from "./job";
import type { Reply } from "./worker";

/** A thread that has had nothing to do for so long ends: it holds on to the memory of columns it has seen. */
const IDLE_MS = 10_000;
/** One that ended by itself will do so again: for so long it is not started anew. */
const FAILED_MS = 60_000;

/** One more thread for large passes, there while there are some. */
export class Helper {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, (gathered: Gathered) => void>();
  private next = 1;
  private idle: NodeJS.Timeout | undefined;
  private isTired = false;
  /** On the clock of `performance`. */
  private failedAt = Number.NEGATIVE_INFINITY;

  /** @param file the thread's program (`worker.ts`), bundled or its source */
  constructor(
    private readonly file: string,
    private readonly idleMs = IDLE_MS,
  ) {}

  get isAvailable(): boolean {
    return performance.now() - this.failedAt > FAILED_MS;
  }

  get isRunning(): boolean {
    return this.worker !== undefined;
  }

  /** What the thread gathers of the rows it takes from the heap; null where it could not. */
  scan(pass: Pass, heap: Heap): Promise<Gathered> {
    clearTimeout(this.idle);
    const id = this.next++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      try {
        this.running().postMessage(jobOf(id, pass, heap));
      } catch {
        this.done(id, null);
      }
    });
  }

  /** Ends the thread; where it is at work, after that. */
  async rest(): Promise<void> {
    if (this.waiting.size === 0) await this.close();
    else this.isTired = true;
  }

  async close(): Promise<void> {
    clearTimeout(this.idle);
    this.isTired = false;
    const { worker } = this;
    this.worker = undefined;
    this.giveUp();
    await worker?.terminate();
  }

  private running(): Worker {
    this.worker ??= this.start();
    return this.worker;
  }

  private start(): Worker {
    const worker = threadOf(this.file);
    worker.on("message", ({ id, gathered }: Reply) => this.done(id, gathered));
    // What ends a thread is told by `exit`, too.
    worker.on("error", () => undefined);
    // A job or an answer that did not come through, for want of memory: nobody would be told.
    worker.on("messageerror", () => void worker.terminate());
    worker.once("exit", () => this.ended(worker));
    // Last: to listen to its messages holds the process again.
    worker.unref();
    return worker;
  }

  private done(id: number, gathered: Gathered): void {
    this.waiting.get(id)?.(gathered);
    this.waiting.delete(id);
    clearTimeout(this.idle);
    if (this.waiting.size > 0) return;
    if (this.isTired) return void this.close();
    this.idle = setTimeout(() => void this.close(), this.idleMs);
    this.idle.unref();
  }

  private ended(worker: Worker): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.failedAt = performance.now();
    this.giveUp();
  }

  private giveUp(): void {
    for (const resolve of this.waiting.values()) resolve(null);
    this.waiting.clear();
  }
}

/** A source runs through tsx, which loads nothing in threads unless it is told to there. */
function threadOf(file: string): Worker {
  if (!file.endsWith(".ts")) return new Worker(file, { env: {} });
  return new Worker(FROM_SOURCE, { eval: true, env: {}, argv: [pathToFileURL(file).href] });
}

const FROM_SOURCE = `import("tsx/esm/api").then(({ register }) => {
  register();
  return import(process.argv[2]);
});`;
