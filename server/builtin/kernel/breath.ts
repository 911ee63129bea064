import { setImmediate } from "node:timers/promises";

/** A pass holds its process for no longer than this at once. */
const MOST_MS = 10;

/** Lets the process hear between two blocks that a question was withdrawn, and others get a word in. */
export class Breath {
  private last = performance.now();

  constructor(private readonly signal?: AbortSignal) {}

  /** @returns null where it is not time yet. @throws (rejects with) the reason the question was withdrawn for */
  take(): Promise<void> | null {
    return performance.now() - this.last < MOST_MS ? null : this.pause();
  }

  private async pause(): Promise<void> {
    await setImmediate();
    this.signal?.throwIfAborted();
    this.last = performance.now();
  }
}
