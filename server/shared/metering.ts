/**
 * What happened and is to be metered, in memory: an addition where the work is done. `server/usage` takes it every ten
 * seconds and keeps it as events. Knows no noun; one per process, whatever bundle asks.
 */
export interface NotedUsage {
  tenantId: string;
  meter: string;
  /** Names the event for good, so that noting it twice counts once. */
  id: string;
  time: Date;
  quantity: number;
  key?: string;
  data?: Record<string, unknown>;
}

export interface CountedUsage {
  tenantId: string;
  meter: string;
  quantity: number;
  /** When the first of it was counted. */
  since: Date;
}

interface State {
  counts: Map<string, CountedUsage>;
  notes: NotedUsage[];
  /** Tenants whose stored bytes or published apps may have changed. */
  changed: Set<string>;
  /** People seen today already, and which day that is. */
  seen: Set<string>;
  day: string;
}

const KEY = Symbol.for("tenantry.metering");
const holder = globalThis as { [KEY]?: State };
holder[KEY] ??= { counts: new Map(), notes: [], changed: new Set(), seen: new Set(), day: "" };
const state = holder[KEY];

/** Adds to a sum. */
export function countUsage(tenantId: string, meter: string, quantity: number): void {
  const key = `${tenantId}\n${meter}`;
  const counted = state.counts.get(key);
  if (counted) counted.quantity += quantity;
  else state.counts.set(key, { tenantId, meter, quantity, since: new Date() });
}

/** Notes one event. */
export function noteUsage(event: NotedUsage): void {
  state.notes.push(event);
}

/** Says that somebody used something of a tenant's: once for each day in UTC. */
export function noteActive(tenantId: string, key: string, now: Date): void {
  const day = now.toISOString().slice(0, 10);
  if (day !== state.day) {
    state.day = day;
    state.seen.clear();
  }
  const person = `${tenantId}\n${key}`;
  if (state.seen.has(person)) return;
  state.seen.add(person);
  noteUsage({ tenantId, meter: "active_users", id: `${key}:${day}`, time: now, quantity: 1, key });
}

/** Says that what a tenant stores or publishes may be another amount now. */
export function noteChanged(tenantId: string): void {
  state.changed.add(tenantId);
}

/** Takes everything out. */
export function takeUsage(): { counts: CountedUsage[]; notes: NotedUsage[]; changed: string[] } {
  const taken = {
    counts: [...state.counts.values()],
    notes: state.notes.splice(0),
    changed: [...state.changed],
  };
  state.counts.clear();
  state.changed.clear();
  return taken;
}
