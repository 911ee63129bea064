/** What fairness looks at. */
export interface Waiting {
  reload: string;
  tenant: string;
  app: string;
}

/**
 * Whose turn it is: the tenant with the fewest running reloads, then the one that has waited longest since its last
 * turn. One app never reloads twice at a time.
 */
export class FairQueue<T extends Waiting> {
  private readonly waiting: T[] = [];
  private readonly turns = new Map<string, number>();
  private turn = 0;

  get size(): number {
    return this.waiting.length;
  }

  add(job: T): void {
    this.waiting.push(job);
  }

  remove(reload: string): T | null {
    const at = this.waiting.findIndex((w) => w.reload === reload);
    return at < 0 ? null : (this.waiting.splice(at, 1)[0] ?? null);
  }

  all(): readonly T[] {
    return this.waiting;
  }

  clear(): T[] {
    return this.waiting.splice(0);
  }

  next(running: readonly Waiting[]): T | null {
    const busy = new Set(running.map((r) => r.app));
    let best: T | null = null;
    for (const job of this.waiting) {
      if (busy.has(job.app)) continue;
      if (!best || this.before(job.tenant, best.tenant, running)) best = job;
    }
    if (!best) return null;
    this.turns.set(best.tenant, ++this.turn);
    return this.remove(best.reload);
  }

  private before(a: string, b: string, running: readonly Waiting[]): boolean {
    if (a === b) return false;
    const count = (tenant: string) => running.filter((r) => r.tenant === tenant).length;
    const [x, y] = [count(a), count(b)];
    return x === y ? (this.turns.get(a) ?? 0) < (this.turns.get(b) ?? 0) : x < y;
  }
}
