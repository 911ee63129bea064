import { vi } from "vitest";

/** Waits for what comes about by itself, however slow the machine is: `vi.waitFor` alone gives up after a second. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 30_000, interval: 10 });
}
