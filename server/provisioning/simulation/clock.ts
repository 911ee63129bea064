import type { Clock } from "@/server/shared/clock";

interface Sleeper {
  at: number;
  order: number;
  wake(): void;
}

/** Turns of the event loop work gets before time passes: not all it may need, it goes on meanwhile. */
const TURNS = 12;
/** Turns in which nothing happened and nobody slept: nobody ever will. */
const DEAD_TURNS = 20_000;

/** Time that passes only when everybody sleeps. Sleepers wake one by one, in order; a jump moves only what clocks show. */
export class VirtualClock implements Clock {
  private passed = 0;
  private shift = 0;
  private made = 0;
  private readonly sleepers = new Set<Sleeper>();

  constructor(private readonly start = Date.UTC(2026, 0, 15, 12)) {}

  now(): Date {
    return new Date(this.start + this.passed + this.shift);
  }

  /** A machine's clock set forward or (negative) back. */
  jump(ms: number): void {
    this.shift += Math.round(ms);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const stop = () => {
        this.sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const sleeper = { at: this.passed + Math.max(0, Math.ceil(ms)), order: this.made++, wake };
      signal?.addEventListener("abort", stop, { once: true });
      this.sleepers.add(sleeper);
    });
  }

  /** Lets time pass until `work` is done. Throws where more than `limitMs` would pass, or nobody could ever go on. */
  async run<T>(work: Promise<T>, limitMs = 6 * 3_600_000): Promise<T> {
    let done = false;
    const settled = work.finally(() => {
      done = true;
    });
    settled.catch(() => undefined);
    const until = this.passed + limitMs;
    let idle = 0;
    while (!done) {
      for (let i = 0; i < TURNS && !done; i++) await new Promise((turn) => setImmediate(turn));
      idle = done || this.step(until) ? 0 : idle + TURNS;
      if (idle > DEAD_TURNS || (idle > 0 && this.next() !== undefined))
        throw new Error("The simulated world stands still: something waits for ever.");
    }
    return settled;
  }

  private next(): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const s of this.sleepers)
      if (!next || s.at < next.at || (s.at === next.at && s.order < next.order)) next = s;
    return next;
  }

  private step(until: number): boolean {
    const next = this.next();
    if (!next || next.at > until) return false;
    this.sleepers.delete(next);
    this.passed = Math.max(this.passed, next.at);
    next.wake();
    return true;
  }
}
