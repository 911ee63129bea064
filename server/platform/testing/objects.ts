import { canonicalJson } from "@/server/shared/json";
import type { Effect } from "../port";
import type { LedgerEntry } from "./ledger";

/** An object of the fake platform under its natural key, with the call that made it what it is. */
export interface Held {
  id: string;
  value: unknown;
  /** Key of the call that wrote it last. */
  by: string;
  /** What that call found. */
  before: Held | null;
}

/** What a verb wants to be there. `value: null` means: gone. */
export interface Item {
  kind: string;
  key: string;
  value: unknown;
}

/** Everything one fake platform holds, in memory. */
export class FakeObjects {
  private readonly held = new Map<string, Held>();
  private made = 0;

  get(tenant: string, kind: string, key: string): Held | null {
    return this.held.get(name(tenant, kind, key)) ?? null;
  }

  /** Present objects of one kind, by natural key. */
  list(tenant: string, kind: string): { key: string; held: Held }[] {
    return [...this.held].flatMap(([n, held]) => {
      const [owner, itsKind, key] = JSON.parse(n) as [string, string, string];
      return owner === tenant && itsKind === kind && held.value !== null ? [{ key, held }] : [];
    });
  }

  /**
   * Makes the object what `item` says. The same call again tells the effect of its first time, so that a reply
   * that got lost does not turn "created" into "found".
   */
  put(tenant: string, item: Item, by: string, entry: LedgerEntry): Effect {
    const at = name(tenant, item.kind, item.key);
    const there = this.held.get(at) ?? null;
    const now = there?.value ?? null;
    if (canonicalJson(now) === canonicalJson(item.value)) return there?.by === by ? effectOf(there) : "found";
    const before = there?.by === by ? there.before : there;
    const next: Held = {
      id: there?.id ?? `${item.kind}-${++this.made}`,
      value: structuredClone(item.value),
      by,
      before,
    };
    this.held.set(at, next);
    entry.objects.push({
      tenant,
      kind: item.kind,
      key: item.key,
      operation: now === null ? "create" : item.value === null ? "remove" : "change",
    });
    return effectOf(next);
  }

  /** Takes back what the call `by` did to the object, if nobody has written it since. */
  takeBack(tenant: string, kind: string, key: string, by: string, entry: LedgerEntry): void {
    const at = name(tenant, kind, key);
    const there = this.held.get(at);
    if (there?.by !== by) return;
    if (there.before) this.held.set(at, there.before);
    else this.held.delete(at);
    const restored = there.before?.value ?? null;
    if (there.value === null && restored === null) return;
    entry.objects.push({
      tenant,
      kind,
      key,
      operation: restored === null ? "remove" : there.value === null ? "create" : "restore",
    });
  }

  remove(tenant: string, kind: string, key: string, entry: LedgerEntry): void {
    const there = this.held.get(name(tenant, kind, key));
    if (!there) return;
    this.held.delete(name(tenant, kind, key));
    if (there.value !== null) entry.objects.push({ tenant, kind, key, operation: "remove" });
  }

  removeTenant(tenant: string, entry: LedgerEntry): void {
    for (const n of [...this.held.keys()]) {
      const [owner, kind, key] = JSON.parse(n) as [string, string, string];
      if (owner === tenant) this.remove(tenant, kind, key, entry);
    }
  }

  /** Tenant → kind → natural key → value; what is left after an undo must equal what was there before. */
  snapshot(): Record<string, Record<string, Record<string, unknown>>> {
    const all: Record<string, Record<string, Record<string, unknown>>> = {};
    for (const [n, held] of [...this.held].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (held.value === null) continue;
      const [tenant, kind, key] = JSON.parse(n) as [string, string, string];
      const kinds = all[tenant] ?? {};
      all[tenant] = { ...kinds, [kind]: { ...kinds[kind], [key]: structuredClone(held.value) } };
    }
    return all;
  }
}

function effectOf(held: Held): Effect {
  const before = held.before?.value ?? null;
  if (canonicalJson(before) === canonicalJson(held.value)) return "found";
  return before === null ? "created" : "changed";
}

function name(tenant: string, kind: string, key: string): string {
  return JSON.stringify([tenant, kind, key]);
}
