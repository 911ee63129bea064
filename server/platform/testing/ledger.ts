import type { FaultKind } from "./faults";

export interface LedgerObject {
  tenant: string;
  kind: string;
  key: string;
  operation: "create" | "change" | "remove" | "restore";
}

/** One call as the platform saw it. */
export interface LedgerEntry {
  seq: number;
  verb: string;
  direction: "apply" | "undo" | "read";
  tenant: string;
  key: string;
  attempt: number;
  fault: FaultKind;
  /** What really changed, whether or not the caller learned of it. */
  objects: LedgerObject[];
  /** False where the caller got an error instead of the result. */
  answered: boolean;
  /** Said about checks and reloads: `{ app, generation, ok }`. */
  facts?: { app: string; generation: string; ok: boolean };
}

/** Everything that happened, in order; the truth that invariants are checked against. */
export interface Ledger {
  readonly entries: LedgerEntry[];
  open(entry: Omit<LedgerEntry, "seq" | "objects" | "answered">): LedgerEntry;
  /** Entries that changed something. */
  writes(): LedgerEntry[];
}

export function createLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  return {
    entries,
    open(entry) {
      const opened: LedgerEntry = { ...entry, seq: entries.length + 1, objects: [], answered: false };
      entries.push(opened);
      return opened;
    },
    writes: () => entries.filter((e) => e.objects.length > 0),
  };
}

/** Sentences about what must never happen and did; empty in a sound run. */
export function violations(ledger: Ledger): string[] {
  return [...doubled(ledger), ...unverifiedPublications(ledger)];
}

function doubled(ledger: Ledger): string[] {
  const alive = new Set<string>();
  const found: string[] = [];
  for (const entry of ledger.entries)
    for (const o of entry.objects) {
      const name = `${o.tenant} ${o.kind} ${o.key}`;
      if (o.operation === "create" && alive.has(name))
        found.push(`${name} was created twice (call ${entry.seq}).`);
      if (o.operation === "remove" && !alive.has(name))
        found.push(`${name} was removed without being there (call ${entry.seq}).`);
      if (o.operation === "create") alive.add(name);
      if (o.operation === "remove") alive.delete(name);
    }
  return found;
}

function unverifiedPublications(ledger: Ledger): string[] {
  const sound = new Set<string>();
  const found: string[] = [];
  for (const entry of ledger.entries) {
    if (!entry.facts) continue;
    const name = `${entry.tenant} ${entry.facts.app} ${entry.facts.generation}`;
    if (entry.verb === "verify" && entry.answered && entry.facts.ok) sound.add(name);
    if (
      entry.verb === "publish" &&
      entry.direction === "apply" &&
      entry.objects.length > 0 &&
      !sound.has(name)
    )
      found.push(`${name} was published without having been verified (call ${entry.seq}).`);
  }
  return found;
}
