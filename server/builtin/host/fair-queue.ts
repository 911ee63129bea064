/** Items of one tenant that may wait: what asks without waiting for answers must not fill the portal's memory. */
export const MOST_WAITING = 1000;

/** Waiting work in turns: one item of each tenant, then the next of each, however many one tenant has put in. */
export class FairQueue<T> {
  private readonly byTenant = new Map<string, T[]>();

  get length(): number {
    let sum = 0;
    for (const items of this.byTenant.values()) sum += items.length;
    return sum;
  }

  /** Whether this tenant has to wait with more. */
  isFullFor(tenant: string): boolean {
    return (this.byTenant.get(tenant)?.length ?? 0) >= MOST_WAITING;
  }

  push(tenant: string, item: T): void {
    this.byTenant.set(tenant, [...(this.byTenant.get(tenant) ?? []), item]);
  }

  /** Takes the next item; its tenant goes to the back of the line. */
  next(): T | undefined {
    for (const [tenant, items] of this.byTenant) {
      const [item, ...rest] = items;
      this.byTenant.delete(tenant);
      if (rest.length > 0) this.byTenant.set(tenant, rest);
      return item;
    }
    return undefined;
  }

  /** Takes an item out; false where it is not waiting. */
  remove(tenant: string, item: T): boolean {
    const items = this.byTenant.get(tenant) ?? [];
    const rest = items.filter((i) => i !== item);
    if (rest.length === items.length) return false;
    if (rest.length > 0) this.byTenant.set(tenant, rest);
    else this.byTenant.delete(tenant);
    return true;
  }

  /** Takes everything out. */
  drain(): T[] {
    const all = [...this.byTenant.values()].flat();
    this.byTenant.clear();
    return all;
  }
}
