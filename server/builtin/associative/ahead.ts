/** Results of one step after the other; each step is already running while the one before it is looked at. */
export async function* ahead<T>(
  steps: readonly number[],
  run: (step: number) => Promise<T>,
): AsyncGenerator<T> {
  const start = (step: number | undefined) => {
    const running = step === undefined ? null : run(step);
    // It is waited for in its turn, or not at all.
    running?.catch(() => undefined);
    return running;
  };
  let running = start(steps[0]);
  try {
    for (let i = 1; running; i++) {
      const result = await running;
      running = start(steps[i]);
      yield result;
    }
  } finally {
    await running?.catch(() => undefined);
  }
}

/** Where each block of so many rows begins. */
export function blockStarts(rows: number, step: number): number[] {
  return Array.from({ length: Math.ceil(rows / step) }, (_, i) => i * step);
}
