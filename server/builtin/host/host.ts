import type { AnswerFor } from "@/server/builtin/access";
import type { GenerationId } from "@/server/builtin/files/port";
import type { OnUsage } from "@/server/platform/port";
import type { Logger } from "@/server/shared/logger";
import type { ProcessEntry } from "@/server/shared/processes";
import { crashed, hostsClosed, tooManyWaiting } from "./errors";
import { FairQueue } from "./fair-queue";
import { affordable, type QuestionLimits } from "./limits";
import { HOST_THREADS, HostGone, HostProcess } from "./process";
import type { Question } from "./protocol";
import { type ResidentOptions, Residents } from "./residents";
import { Watchdog } from "./watchdog";

interface Job {
  id: GenerationId;
  question: Question;
  asker: AnswerFor;
  signal?: AbortSignal;
  /** Times the host ended while it ran; after the first it is asked once more, alone. */
  crashes: number;
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

export type HostOptions = Omit<ResidentOptions, "close"> &
  QuestionLimits & {
    entry: ProcessEntry;
    helper?: ProcessEntry;
    log: Logger;
    onUsage?: OnUsage;
    /** A tenant's own limits in place of `memoryBytes` and `timeoutMs`; null: it has none. */
    limits?(tenant: string): Promise<QuestionLimits | null>;
  };

/** One engine host as the portal sees it: a fair queue, the generations it holds, its process and its watchdog. */
export class Host {
  readonly residents: Residents;
  private readonly queue = new FairQueue<Job>();
  private readonly repeated: Job[] = [];
  private readonly runs = new Set<Promise<void>>();
  private readonly process: HostProcess;
  private watchdog: Watchdog;
  private running = 0;
  private alone = false;
  private closed = false;

  constructor(private readonly options: HostOptions) {
    this.watchdog = new Watchdog(options.maxBytes);
    this.process = new HostProcess({
      entry: options.entry,
      ...(options.helper ? { helper: options.helper } : {}),
      log: options.log,
      onMemory: (bytes) => this.watch(bytes),
      onRestart: () => {
        this.watchdog = new Watchdog(options.maxBytes);
      },
    });
    this.residents = new Residents({ ...options, close: (file) => this.process.closeFile(file) });
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Questions waiting or running. */
  get questions(): number {
    return this.queue.length + this.repeated.length + this.running;
  }

  /**
   * Answers as soon as it is this tenant's turn. An abort takes the question out, or interrupts it.
   * @throws `engine.busy` where too many of the tenant wait
   */
  ask(id: GenerationId, question: Question, signal?: AbortSignal, asker: AnswerFor = null): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.closed) return reject(hostsClosed());
      if (signal?.aborted) return reject(signal.reason);
      if (this.queue.isFullFor(id.tenant)) return reject(tooManyWaiting());
      const job: Job = { id, question, asker, signal, crashes: 0, resolve, reject };
      const withdraw = () => this.withdraw(job);
      signal?.addEventListener("abort", withdraw, { once: true });
      job.resolve = (answer) => {
        signal?.removeEventListener("abort", withdraw);
        resolve(answer);
      };
      job.reject = (error) => {
        signal?.removeEventListener("abort", withdraw);
        reject(error);
      };
      this.queue.push(id.tenant, job);
      this.pump();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const job of [...this.queue.drain(), ...this.repeated.splice(0)]) job.reject(hostsClosed());
    await this.process.stop();
    // One that was unsealing a file is still writing it: the folder is removed after this.
    await Promise.all(this.runs);
  }

  private withdraw(job: Job): void {
    this.queue.remove(job.id.tenant, job);
    job.reject(job.signal?.reason);
  }

  private pump(): void {
    while (!this.closed && !this.alone && this.running < HOST_THREADS) {
      if (this.repeated.length > 0 && this.running > 0) return;
      const job = this.repeated.shift() ?? this.queue.next();
      if (!job) return;
      if (job.signal?.aborted) continue;
      this.alone = job.crashes > 0;
      this.running++;
      const run = this.run(job).finally(() => {
        this.runs.delete(run);
        this.running--;
        this.alone = false;
        this.pump();
      });
      this.runs.add(run);
    }
  }

  private async run(job: Job): Promise<void> {
    try {
      job.resolve(await this.answer(job));
    } catch (error) {
      if (this.closed) return job.reject(hostsClosed());
      if (!(error instanceof HostGone)) return job.reject(error);
      job.crashes++;
      if (job.crashes > 1) return job.reject(crashed(error));
      this.repeated.push(job);
    }
  }

  private async answer({ id, question, asker, signal }: Job): Promise<unknown> {
    const { timeoutMs, memoryBytes } = await this.limitsOf(id.tenant);
    const resident = await this.residents.acquire(id, memoryBytes);
    try {
      signal?.throwIfAborted();
      const { codeBytes } = this.options;
      const asked = this.process.ask(
        {
          file: resident.file,
          codesFile: resident.codesFile,
          generation: id.generation,
          question,
          asker,
          timeoutMs,
          memoryBytes,
          codeBytes,
        },
        (micros) => this.used(id.tenant, asker, micros),
      );
      signal?.addEventListener("abort", asked.abort, { once: true });
      try {
        return await asked.answer;
      } finally {
        signal?.removeEventListener("abort", asked.abort);
      }
    } finally {
      this.residents.release(resident);
    }
  }

  private async limitsOf(tenant: string): Promise<QuestionLimits> {
    const own = await this.options.limits?.(tenant);
    return own ? affordable(own, this.options.maxBytes) : this.options;
  }

  /** What the platform asks for itself ("everything") is not the tenant's use. */
  private used(tenant: string, asker: AnswerFor, micros: number): void {
    if (asker === "everything") return;
    this.options.onUsage?.({ tenant, type: "query.cpu", quantity: micros / 1e6, unit: "second" });
  }

  private watch(rss: number): void {
    const verdict = this.watchdog.report(rss, this.residents.scratchBytes);
    if (verdict === "shrink") this.residents.shrink();
    if (verdict === "restart") this.process.restart("over its memory budget");
  }
}
