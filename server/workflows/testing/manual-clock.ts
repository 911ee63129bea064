import type { Clock } from "@/server/shared/clock";

interface Sleeper {
  at: number;
  wake(): void;
}

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  private ms: number;
  private sleepers: Sleeper[] = [];

  constructor(start = "2026-01-15T12:00:00.000Z") {
    this.ms = Date.parse(start);
  }

  now(): Date {
    return new Date(this.ms);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const sleeper: Sleeper = {
        at: this.ms + Math.max(0, ms),
        wake: () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
      };
      const stop = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      if (ms <= 0) return resolve();
      signal?.addEventListener("abort", stop, { once: true });
      this.sleepers.push(sleeper);
    });
  }

  /** Moves on by `ms`, waking sleepers in order; each may go on for some turns of the event loop before the next. */
  async advance(ms: number): Promise<void> {
    const target = this.ms + ms;
    for (;;) {
      const next = this.sleepers.sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > target) break;
      this.sleepers.shift();
      this.ms = Math.max(this.ms, next.at);
      next.wake();
      await turns();
    }
    this.ms = target;
    await turns();
  }

  /** Jumps, as a machine's clock does: sleepers don't notice before they are due by the new time. */
  jump(to: string): void {
    this.ms = Date.parse(to);
  }
}

async function turns(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((done) => setImmediate(done));
}
