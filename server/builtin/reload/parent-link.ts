import type { ReloadProgress } from "@/db/schema";
import { AppError } from "@/server/shared/errors";
import type { DataKey } from "@/server/shared/keyring";
import { scrub } from "@/server/shared/logger";
import { fromData } from "./error-data";
import type { FromChild, Question, Questions, ReloadJob, ToChild } from "./messages";

const PROGRESS_MS = 100;
const HEARTBEAT_MS = 400;
const LOG_MS = 100;

type Line = Extract<FromChild, { type: "log" }>["lines"][number];

/** The reload process's end of the channel to the portal. */
export class ParentLink {
  /** Aborted when the portal cancels. */
  readonly signal: AbortSignal;
  /** Values no line may hold. Grows with every secret that is asked for. */
  readonly secrets: string[] = [];
  private readonly abort = new AbortController();
  private readonly waiting = new Map<number, { resolve(v: unknown): void; reject(e: unknown): void }>();
  private asked = 0;
  private lines: Line[] = [];
  private progress: ReloadProgress | null = null;
  private sentAt = 0;
  private flusher: NodeJS.Timeout | null = null;

  constructor(private readonly onJob: (job: ReloadJob, key: DataKey) => void) {
    this.signal = this.abort.signal;
    process.on("message", (message: ToChild) => this.hear(message));
    setInterval(() => this.beat(), HEARTBEAT_MS).unref();
  }

  send(message: FromChild): void {
    if (process.connected) process.send?.(message);
  }

  /** Sends the last word and resolves when it is on its way. */
  async end(message: FromChild): Promise<void> {
    this.flushLog();
    if (this.progress) this.sendProgress(this.progress);
    await new Promise<void>((resolve) => {
      if (process.connected && process.send) process.send(message, () => resolve());
      else resolve();
    });
  }

  ask<Q extends keyof Questions>(what: Q, ask: Questions[Q]["ask"]): Promise<Questions[Q]["answer"]> {
    const id = ++this.asked;
    const question = { what, ...ask } as Question;
    return new Promise<Questions[Q]["answer"]>((resolve, reject) => {
      this.waiting.set(id, { resolve: (v) => resolve(v as Questions[Q]["answer"]), reject });
      this.send({ type: "question", id, question });
    });
  }

  log(level: Line["level"], source: string, message: string): void {
    this.lines.push({ at: new Date().toISOString(), level, source, message: scrub(message, this.secrets) });
    this.flusher ??= setTimeout(() => this.flushLog(), LOG_MS);
  }

  /** At most ten times a second; what is left out is sent by the heartbeat. */
  report(progress: ReloadProgress): void {
    this.progress = progress;
    if (performance.now() - this.sentAt >= PROGRESS_MS) this.sendProgress(progress);
  }

  private hear(message: ToChild): void {
    if (message.type === "run") this.onJob(message.job, message.key);
    else if (message.type === "cancel")
      this.abort.abort(new AppError("conflict", "reload.cancelled", "The reload was cancelled."));
    else this.settle(message);
  }

  private settle(message: Extract<ToChild, { id: number }>): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === "answer") waiting?.resolve(message.value);
    else waiting?.reject(fromData(message.error));
  }

  private beat(): void {
    if (this.progress) this.sendProgress(this.progress);
    // A long statement gives the timer of the log no turn of its own.
    this.flushLog();
  }

  private sendProgress(progress: ReloadProgress): void {
    this.sentAt = performance.now();
    this.send({ type: "progress", progress, rss: process.memoryUsage.rss() });
  }

  private flushLog(): void {
    if (this.flusher) clearTimeout(this.flusher);
    this.flusher = null;
    if (this.lines.length === 0) return;
    this.send({ type: "log", lines: this.lines });
    this.lines = [];
  }
}
