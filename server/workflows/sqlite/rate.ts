/** Starts within a sliding period. Kept in memory: filled from the database at launch. */
export class RateWindow {
  private starts: number[] = [];

  constructor(
    private readonly limit: number,
    private readonly perMs: number,
  ) {}

  /** How many may start at `now` (ms). */
  free(now: number): number {
    this.starts = this.starts.filter((at) => at > now - this.perMs);
    return Math.max(0, this.limit - this.starts.length);
  }

  started(count: number, now: number): void {
    for (let i = 0; i < count; i++) this.starts.push(now);
  }

  /** When the next start is allowed, or null if one is allowed now. */
  nextFree(now: number): number | null {
    if (this.free(now) > 0) return null;
    const blocking = this.starts[this.starts.length - this.limit];
    return blocking === undefined ? null : blocking + this.perMs;
  }
}
