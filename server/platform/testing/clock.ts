import type { Clock } from "@/server/shared/clock";

/** A clock that only a test moves. */
export interface SimulatedClock extends Clock {
  /** Moves time by `ms`; negative where a machine's clock was set back. */
  jump(ms: number): void;
}

/** Sleeping costs no real time: it moves the clock on and lets other work run first. Deterministic. */
export function createSimulatedClock(start = Date.UTC(2026, 0, 1)): SimulatedClock {
  let now = start;
  return {
    now: () => new Date(now),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
    jump(ms) {
      now += ms;
    },
  };
}

export function canJump(clock: Clock): clock is SimulatedClock {
  return "jump" in clock;
}
