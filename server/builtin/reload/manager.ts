import type { ReloadProgress } from "@/db/schema";
import type { SourcePolicy } from "@/server/builtin/sources/port";
import type { ReloadLogLine } from "@/server/platform/port";
import type { Clock } from "@/server/shared/clock";
import type { DataKey } from "@/server/shared/keyring";
import type { Logger } from "@/server/shared/logger";
import type { ProcessEntry } from "@/server/shared/processes";
import { diskFailure } from "@/server/shared/unwritable";
import { type ChildDeps, cancelledError, type RunningChild, startChild } from "./child-process";
import { toStepError } from "./error-data";
import { LogFile, logPath, readLog, removeLogs } from "./log-file";
import type { Questions, ReloadEnd, ReloadJob } from "./messages";
import { FairQueue } from "./queue";
import { removeStoring, sweepStoring } from "./stored-files";
import { removeWork, sweepWork, workFiles } from "./work-files";

/** Runs reloads in processes of their own, a few at a time, fairly between tenants. */
export interface ReloadManager {
  /** Queues a reload; does nothing for one that is queued or running. */
  start(request: ReloadRequest): void;
  /** What is queued or running here; null for anything else. */
  live(reload: string): LiveReload | null;
  /** Stops it; false where it is not queued or running here. */
  cancel(reload: string): boolean;
  /** Resolves when a reload that runs here has ended and its end is kept. */
  settled(reload: string): Promise<void>;
  log(tenant: string, reload: string, after: number): Promise<ReloadLogLine[]>;
  /** Cancels a tenant's reloads and removes its logs. */
  forgetTenant(tenant: string): Promise<void>;
  stats(): { running: number; queued: number };
  /** Ends every process at once; their reloads count as interrupted. */
  close(): Promise<void>;
}

export interface ReloadRequest {
  job: Omit<ReloadJob, "file" | "spill">;
  key(): Promise<DataKey>;
  secret(connection: string): Promise<string | null>;
  policy: SourcePolicy;
  /** Called when its process starts. */
  onStart(): Promise<void>;
  /** Keeps the result and the last progress; the reload counts as running until this has resolved. */
  onEnd(end: ReloadEnd, progress?: ReloadProgress): Promise<void>;
}

export interface LiveReload {
  state: "queued" | "running";
  progress?: ReloadProgress;
  /** Of the process, once there is one. */
  pid?: number;
}

export interface ManagerOptions {
  scratch: string;
  logs: string;
  uploads: string;
  entry: ProcessEntry;
  maxReloads: number;
  clock: Clock;
  log: Logger;
  /** Time for a cancelled reload to stop by itself. Default 3,000 ms. */
  graceMs?: number;
}

export function createReloadManager(options: ManagerOptions): ReloadManager {
  return new Manager(options);
}

interface Work {
  reload: string;
  tenant: string;
  app: string;
  request: ReloadRequest;
  live: LiveReload;
  child: RunningChild | null;
  cancelled: boolean;
  log: LogFile | null;
  ended: Promise<void> | null;
}

class Manager implements ReloadManager {
  private readonly queue = new FairQueue<Work>();
  private readonly running = new Map<string, Work>();
  private readonly swept: Promise<unknown>;
  private closed = false;

  constructor(private readonly options: ManagerOptions) {
    const sweeps = [sweepWork(options.scratch), sweepStoring(options.uploads)];
    this.swept = Promise.all(sweeps).catch((error: unknown) =>
      options.log.warn({ error }, "working files of dead reloads were not removed"),
    );
  }

  start(request: ReloadRequest): void {
    const { reload, tenant, app } = request.job;
    if (this.closed || this.find(reload)) return;
    const live: LiveReload = { state: "queued" };
    this.queue.add({
      reload,
      tenant,
      app,
      request,
      live,
      child: null,
      cancelled: false,
      log: null,
      ended: null,
    });
    this.fill();
  }

  live(reload: string): LiveReload | null {
    const work = this.find(reload);
    return work ? { ...work.live, pid: work.child?.pid } : null;
  }

  cancel(reload: string): boolean {
    const waiting = this.queue.remove(reload);
    if (waiting) {
      this.running.set(reload, waiting);
      waiting.ended = this.settle(waiting, { state: "cancelled", error: cancelledError() });
      return true;
    }
    const work = this.running.get(reload);
    if (!work) return false;
    work.cancelled = true;
    work.child?.cancel();
    return true;
  }

  async settled(reload: string): Promise<void> {
    await this.running.get(reload)?.ended;
  }

  async log(tenant: string, reload: string, after: number): Promise<ReloadLogLine[]> {
    const open = this.running.get(reload)?.log;
    return open ? open.read(after) : readLog(logPath(this.options.logs, tenant, reload), after);
  }

  async forgetTenant(tenant: string): Promise<void> {
    const mine = [...this.running.values()].filter((w) => w.tenant === tenant);
    for (const work of [...mine, ...this.queue.all().filter((w) => w.tenant === tenant)])
      this.cancel(work.reload);
    await Promise.all([...this.running.values()].filter((w) => w.tenant === tenant).map((w) => w.ended));
    await removeLogs(this.options.logs, tenant);
  }

  stats(): { running: number; queued: number } {
    return { running: this.running.size, queued: this.queue.size };
  }

  async close(): Promise<void> {
    this.closed = true;
    this.queue.clear();
    for (const work of this.running.values()) {
      work.cancelled = true;
      work.child?.kill();
    }
    await Promise.all([this.swept, ...[...this.running.values()].map((w) => w.ended)]);
  }

  private find(reload: string): Work | null {
    return this.running.get(reload) ?? this.queue.all().find((w) => w.reload === reload) ?? null;
  }

  private fill(): void {
    while (!this.closed && this.running.size < this.options.maxReloads) {
      const work = this.queue.next([...this.running.values()]);
      if (!work) return;
      this.running.set(work.reload, work);
      work.live.state = "running";
      work.ended = this.run(work)
        .catch((error: unknown): ReloadEnd => this.failed(work, error))
        .then((end) => this.settle(work, end));
    }
  }

  /** One attempt from start to end; never leaves working files behind. */
  private async run(work: Work): Promise<ReloadEnd> {
    const { scratch, logs } = this.options;
    const { job } = work.request;
    await this.swept;
    work.log = await LogFile.open(logPath(logs, job.tenant, job.reload));
    await work.request.onStart();
    const key = await work.request.key();
    if (work.cancelled)
      return this.closed ? { state: "interrupted" } : { state: "cancelled", error: cancelledError() };
    const files = workFiles(scratch, job.generation, job.attempt);
    try {
      work.child = startChild({ ...job, ...files }, key, this.childDeps(work));
      return await work.child.ended;
    } finally {
      await removeWork(files);
      if (work.child?.pid) await removeStoring(job.folders.stored, work.child.pid);
      await work.log.flushed();
    }
  }

  /** What went wrong here, around the process. */
  private failed({ reload }: Work, error: unknown): ReloadEnd {
    this.options.log.warn({ reload, error }, "reload failed");
    return { state: "failed", error: toStepError(diskFailure(error) ?? error, []) };
  }

  private childDeps(work: Work): ChildDeps {
    const { entry, log, graceMs = 3_000 } = this.options;
    return {
      entry,
      log,
      graceMs,
      answer: (what, ask) => answer(work.request, what, ask),
      onProgress: (progress) => {
        work.live.progress = progress;
      },
      onLog: (lines) => work.log?.append(lines),
    };
  }

  /** Keeps the result; while that fails (a full disk), the reload still counts as running. */
  private async settle(work: Work, end: ReloadEnd): Promise<void> {
    for (let pause = 200; !(await this.kept(work, end)) && !this.closed; pause = Math.min(pause * 2, 10_000))
      await this.options.clock.sleep(pause);
    this.running.delete(work.reload);
    this.fill();
  }

  private async kept(work: Work, end: ReloadEnd): Promise<boolean> {
    try {
      await work.request.onEnd(end, work.live.progress);
      return true;
    } catch (error) {
      this.options.log.error({ error, reload: work.reload }, "the end of a reload could not be kept");
      return false;
    }
  }
}

async function answer<Q extends keyof Questions>(
  request: ReloadRequest,
  what: Q,
  ask: Questions[Q]["ask"],
): Promise<Questions[Q]["answer"]> {
  const replies: { [P in keyof Questions]: (ask: Questions[P]["ask"]) => Promise<Questions[P]["answer"]> } = {
    secret: ({ connection }) => request.secret(connection),
    host: ({ host, port }) => request.policy.resolveHost(host, port),
    path: ({ path }) => request.policy.resolvePath(path),
  };
  return replies[what](ask);
}
