import type { Clock } from "@/server/shared/clock";

/** Timers longer than this are cut: they overflow at 24 days, and a clock may jump. */
const LONGEST_MS = 3_600_000;

export interface Alarm {
  /** Rings at `at` (ms) unless it rings earlier anyhow. */
  set(at: number): void;
  stop(): void;
}

/** One timer for everything that becomes due. After a ring it is set again by whoever looks what is next. */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let rings = Number.POSITIVE_INFINITY;
  let timer: AbortController | null = null;

  function arm(): void {
    timer?.abort();
    const mine = new AbortController();
    timer = mine;
    const ms = Math.min(LONGEST_MS, Math.max(0, rings - clock.now().getTime()));
    clock.sleep(ms, mine.signal).then(
      () => {
        if (clock.now().getTime() < rings) return arm();
        rings = Number.POSITIVE_INFINITY;
        ring();
      },
      () => undefined,
    );
  }

  return {
    set(at) {
      if (at >= rings) return;
      rings = at;
      arm();
    },
    stop() {
      timer?.abort();
      rings = Number.NEGATIVE_INFINITY;
    },
  };
}
