import type { Held, KernelBudget } from "./budget";

/** What was worked out from columns, by key, while the budget allows. */
export class Kept {
  private readonly entries = new Map<string, { value: unknown; held: Held }>();

  constructor(private readonly budget: KernelBudget) {}

  get<T>(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.budget.use(entry.held);
    return entry.value as T;
  }

  set(key: string, value: unknown, bytes: number): void {
    this.remove(key);
    const held = { bytes, forget: () => void this.entries.delete(key) };
    this.entries.set(key, { value, held });
    this.budget.take(held);
  }

  clear(): void {
    for (const key of [...this.entries.keys()]) this.remove(key);
  }

  private remove(key: string): void {
    const entry = this.entries.get(key);
    if (entry) this.budget.release(entry.held);
    this.entries.delete(key);
  }
}
