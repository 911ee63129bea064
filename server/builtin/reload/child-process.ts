import { type ChildProcess, fork } from "node:child_process";
import type { ReloadProgress } from "@/db/schema";
import type { DataKey } from "@/server/shared/keyring";
import type { Logger } from "@/server/shared/logger";
import { scrub } from "@/server/shared/logger";
import type { ProcessEntry } from "@/server/shared/processes";
import { toData } from "./error-data";
import { memoryExceeded, memoryShares, passed, residentBytes, storedBytes } from "./limits";
import type { FromChild, Questions, ReloadEnd, ReloadJob, ToChild } from "./messages";

/** Heap the program needs before it has read a row. */
const PROGRAM_HEAP_MB = 96;
const WATCH_MS = 200;
const STDERR_KEPT = 8_000;

export interface ChildDeps {
  entry: ProcessEntry;
  log: Logger;
  /** Time for a cancelled process to stop by itself. */
  graceMs: number;
  answer<Q extends keyof Questions>(what: Q, ask: Questions[Q]["ask"]): Promise<Questions[Q]["answer"]>;
  onProgress(progress: ReloadProgress): void;
  onLog(lines: Extract<FromChild, { type: "log" }>["lines"]): void;
}

/** One attempt in a process of its own. */
export interface RunningChild {
  readonly pid: number | undefined;
  ended: Promise<ReloadEnd>;
  cancel(): void;
  /** At once, as if the machine had stopped: the attempt counts as interrupted. */
  kill(): void;
}

/** Starts a process for one attempt and watches its limits until it is gone. */
export function startChild(job: ReloadJob, key: DataKey, deps: ChildDeps): RunningChild {
  return new Child(job, key, deps);
}

class Child implements RunningChild {
  readonly ended: Promise<ReloadEnd>;
  private readonly process: ChildProcess;
  private readonly started = performance.now();
  /** Decided before the process is gone; the first decision stays. */
  private verdict: ReloadEnd | null = null;
  private base: number | null = null;
  private told = 0;
  private stderr = "";
  private readonly watch: NodeJS.Timeout;
  private grace: NodeJS.Timeout | null = null;

  constructor(
    private readonly job: ReloadJob,
    key: DataKey,
    private readonly deps: ChildDeps,
  ) {
    const heap = PROGRAM_HEAP_MB + memoryShares(job.limits.memoryMb).heap;
    this.process = fork(deps.entry.file, [], {
      execArgv: [...deps.entry.execArgv, `--max-old-space-size=${heap}`, "--max-semi-space-size=4"],
      env: { NODE_ENV: "production" },
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.process.stderr?.on("data", (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString("utf8")).slice(-STDERR_KEPT);
    });
    this.process.on("message", (message: FromChild) => this.hear(message, key));
    this.watch = setInterval(() => void this.measure(), WATCH_MS);
    this.ended = new Promise((resolve) => {
      this.process.once("error", () => resolve(this.close(null, null)));
      this.process.once("close", (code, signal) => resolve(this.close(code, signal)));
    });
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  cancel(): void {
    this.stop({ state: "cancelled", error: cancelledError() });
  }

  kill(): void {
    this.verdict ??= { state: "interrupted" };
    this.process.kill("SIGKILL");
  }

  private hear(message: FromChild, key: DataKey): void {
    if (message.type === "ready") this.send({ type: "run", job: this.job, key });
    else if (message.type === "base") this.base = message.rss;
    else if (message.type === "question") void this.answer(message);
    else if (message.type === "log") this.deps.onLog(message.lines);
    else if (message.type === "progress") this.note(message);
    else if (message.type === "done") this.verdict ??= { state: "succeeded", facts: message.facts };
    else this.fail(message);
  }

  private note(message: Extract<FromChild, { type: "progress" }>): void {
    this.told = message.rss;
    this.deps.onProgress(message.progress);
  }

  private fail(message: Extract<FromChild, { type: "failed" }>): void {
    const { state, error, cause } = message;
    if (cause) this.deps.log.warn({ reload: this.job.reload, cause }, "reload failed");
    this.verdict ??= { state, error };
  }

  private async answer({ id, question }: Extract<FromChild, { type: "question" }>): Promise<void> {
    try {
      const { what, ...ask } = question;
      const value = await this.deps.answer(what, ask as Questions[typeof what]["ask"]);
      this.send({ type: "answer", id, value });
    } catch (error) {
      this.send({ type: "refusal", id, error: toData(error) });
    }
  }

  private send(message: ToChild): void {
    if (this.process.connected) this.process.send(message, () => undefined);
  }

  /** Asks it to stop, and ends it if it does not. */
  private stop(verdict: ReloadEnd): void {
    if (this.verdict) return;
    this.verdict = verdict;
    this.send({ type: "cancel" });
    this.grace = setTimeout(() => this.process.kill("SIGKILL"), this.deps.graceMs);
  }

  private async measure(): Promise<void> {
    const { job, process } = this;
    if (process.pid === undefined || this.verdict) return;
    const [rss, stored] = await Promise.all([residentBytes(process.pid), storedBytes(job.file, job.spill)]);
    const seconds = (performance.now() - this.started) / 1000;
    const base = this.base ?? Number.POSITIVE_INFINITY;
    const error = passed(job.limits, { seconds, rss: rss ?? this.told, base, stored });
    if (!error || this.verdict) return;
    this.verdict = { state: "limit-exceeded", error };
    process.kill("SIGKILL");
  }

  private close(code: number | null, signal: NodeJS.Signals | null): ReloadEnd {
    clearInterval(this.watch);
    if (this.grace) clearTimeout(this.grace);
    if (this.verdict) return this.verdict;
    if (/heap out of memory|Allocation failed/.test(this.stderr))
      return { state: "limit-exceeded", error: memoryExceeded(this.job.limits) };
    const { reload, attempt } = this.job;
    this.deps.log.warn(
      { reload, attempt, code, signal, stderr: scrub(this.stderr) },
      "reload process is gone",
    );
    return { state: "interrupted" };
  }
}

export function cancelledError() {
  return { code: "reload.cancelled", message: "The reload was cancelled.", retryable: false };
}
