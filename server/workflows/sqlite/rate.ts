import type { QueueLimits } from "../port";

type Rate = NonNullable<QueueLimits["rate"]>;

/** Starts of one queue within its sliding period. Kept in memory, filled from the database at launch. */
export class RateWindow {
  private starts: number[] = [];

  /** How many may start at `now` (ms). */
  free({ limit, perMs }: Rate, now: number): number {
    this.starts = this.starts.filter((at) => at > now - perMs);
    return Math.max(0, limit - this.starts.length);
  }

  started(count: number, at: number): void {
    for (let i = 0; i < count; i++) this.starts.push(at);
  }

  /** When the next start is allowed, or null if one is allowed now. */
  nextFree(rate: Rate, now: number): number | null {
    if (this.free(rate, now) > 0) return null;
    const blocking = this.starts[this.starts.length - rate.limit];
    return blocking === undefined ? null : blocking + rate.perMs;
  }
}
