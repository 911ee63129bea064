import type { Clock } from "@/server/shared/clock";

/** A clock that only moves when told to. */
export class HandClock implements Clock {
  private at = 0;
  private sleepers: { until: number; wake(): void }[] = [];
  /** Every sleep that was asked for, in milliseconds. */
  readonly slept: number[] = [];

  now(): Date {
    return new Date(this.at);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms);
    return new Promise((resolve, reject) => {
      this.sleepers.push({ until: this.at + ms, wake: resolve });
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  }

  advance(ms: number): void {
    this.at += ms;
    const due = this.sleepers.filter((s) => s.until <= this.at);
    this.sleepers = this.sleepers.filter((s) => s.until > this.at);
    for (const sleeper of due) sleeper.wake();
  }
}
