import { setImmediate as nextTurn } from "node:timers/promises";

/** Columns that can be loaded before anybody asks for them. */
export interface Warmable<Field> {
  /** Loads what is kept of a field, where there is room beside everything else that is held. */
  ahead(field: Field): Promise<void>;
}

/**
 * Loads columns while the process has nothing to answer, one at a time. With the first question it is dropped: the click
 * loads what it needs itself, and shares the one column that is on its way.
 */
export class Warming {
  private newest = 0;

  /** @param idle whether no question is running */
  constructor(private readonly idle: () => boolean) {}

  /** Begins, in place of what was begun before. Never throws; tells how many fields it came to. */
  async begin<Field>(kernel: Warmable<Field>, fields: readonly Field[]): Promise<number> {
    const own = ++this.newest;
    let done = 0;
    for (const field of fields) {
      // Whoever waits for the process is heard first.
      await nextTurn();
      if (own !== this.newest || !this.idle()) break;
      try {
        await kernel.ahead(field);
      } catch {
        // A click that needs it is told what is wrong with it.
      }
      done++;
    }
    return done;
  }
}
