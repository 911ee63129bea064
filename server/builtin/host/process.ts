import { type ChildProcess, fork } from "node:child_process";
import type { AppError } from "@/server/shared/errors";
import type { Logger } from "@/server/shared/logger";
import type { ProcessEntry } from "@/server/shared/processes";
import { type Failure, type FromHost, fromFailure, type ToHost } from "./protocol";

/** Questions the engine works on at the same time in one host: one per thread. */
export const HOST_THREADS = 2;

/** The host process ended while a question was with it. */
export class HostGone extends Error {
  constructor() {
    super("The engine host ended.");
  }
}

type Ask = Omit<Extract<ToHost, { type: "ask" }>, "type" | "request">;

interface Pending {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
  overdue: NodeJS.Timeout;
  onCpu(micros: number): void;
}

/** How much longer than its own time limit a question may stay unanswered before the host counts as stuck. */
const GRACE_MS = 10_000;

/** One engine-host child, started when first needed and again after it ended. */
export class HostProcess {
  private child: ChildProcess | undefined;
  private readonly pending = new Map<number, Pending>();
  private next = 1;
  private closing = false;

  constructor(
    private readonly options: {
      entry: ProcessEntry;
      helper?: ProcessEntry;
      log: Logger;
      onMemory(bytes: number): void;
      /** Told after every start but the first. */
      onRestart(): void;
    },
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /**
   * Asks the host; rejects with the answer's AppError, or `HostGone` where the process ended.
   * @param onCpu told how much CPU time in microseconds the question took, answered or not
   * @returns the answer and a way to have the statement interrupted
   */
  ask(message: Ask, onCpu: (micros: number) => void): { answer: Promise<unknown>; abort(): void } {
    const child = this.running();
    const request = this.next++;
    const answer = new Promise<unknown>((resolve, reject) => {
      const overdue = setTimeout(
        () => this.restart("a question was not answered in time"),
        message.timeoutMs + GRACE_MS,
      );
      overdue.unref();
      this.pending.set(request, { resolve, reject, overdue, onCpu });
    });
    this.send(child, { type: "ask", request, ...message });
    return { answer, abort: () => this.pending.has(request) && this.send(child, { type: "abort", request }) };
  }

  closeFile(file: string): void {
    if (this.child) this.send(this.child, { type: "close", file });
  }

  /** Ends the process at once; its questions are rejected with `HostGone`, the next one starts it anew. */
  restart(reason: string): void {
    this.options.log.warn({ pid: this.child?.pid, reason }, "engine host restarted");
    this.child?.kill("SIGKILL");
  }

  /** Ends the process for good; resolves when it is gone. */
  async stop(): Promise<void> {
    this.closing = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  private running(): ChildProcess {
    if (this.closing) throw new HostGone();
    this.child ??= this.start();
    return this.child;
  }

  private start(): ChildProcess {
    const { entry, helper, log } = this.options;
    // An environment of its own: nothing of the portal's settings and secrets reaches the host.
    const child = fork(entry.file, helper ? [helper.file] : [], {
      execArgv: [...entry.execArgv, "--expose-gc"],
      env: { NODE_ENV: "production", UV_THREADPOOL_SIZE: String(HOST_THREADS * 2) },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    log.debug({ pid: child.pid }, "engine host started");
    child.on("message", (message: FromHost) => this.received(message));
    child.on("error", (error) => {
      log.error({ error: error.message }, "engine host failed");
      // A process that could not be started at all reports no exit.
      if (child.pid === undefined) this.ended(child, null, null);
    });
    child.once("exit", (code, signal) => this.ended(child, code, signal));
    return child;
  }

  private send(child: ChildProcess, message: ToHost): void {
    // A host that just ended reports it by `exit`; what was sent to it then is lost, as it should be.
    child.send(message, () => undefined);
  }

  private received(message: FromHost): void {
    if (message.type === "memory") this.options.onMemory(message.bytes);
    if (message.type !== "answer" && message.type !== "failure") return;
    const pending = this.pending.get(message.request);
    if (!pending) return;
    this.pending.delete(message.request);
    clearTimeout(pending.overdue);
    pending.onCpu(message.cpuMicros);
    if (message.type === "answer") pending.resolve(message.answer);
    else pending.reject(this.failed(message.failure));
  }

  private failed(failure: Failure): AppError {
    const { kind, code, detail } = failure;
    if (kind === "failed") this.options.log.warn({ code, detail }, "engine failure");
    return fromFailure(failure);
  }

  private ended(child: ChildProcess, code: number | null, signal: string | null): void {
    if (this.child !== child) return;
    this.child = undefined;
    if (!this.closing) this.options.log.warn({ pid: child.pid, code, signal }, "engine host ended");
    const lost = [...this.pending.values()];
    this.pending.clear();
    for (const { reject, overdue } of lost) {
      clearTimeout(overdue);
      reject(new HostGone());
    }
    this.options.onRestart();
  }
}
