import type { Call, Effect, Outcome, PlatformState } from "@/server/platform/port";
import { canonicalJson } from "@/server/shared/json";
import type { Kinds } from "./objects";

/** An object as it is kept: its value, the call that wrote it, and what that call found. */
interface Kept {
  value: unknown;
  by: string;
  before: Kept | null | typeof FORGOTTEN;
}

/** Stands for what lies further back than `REMEMBERED` writes; an undo of those needs the outcome of its step. */
const FORGOTTEN = "forgotten";
const REMEMBERED = 3;

/** What a verb wants an object to be. `value: null` means: gone. */
export interface Wish<K extends keyof Kinds = keyof Kinds> {
  kind: K;
  key: string;
  value: Kinds[K] | null;
}

/** `Outcome.before` of every verb here: which call, and what it found where it wrote. */
interface Found {
  by: string;
  objects: { kind: string; key: string; value: unknown; by: string }[];
}

/** A present object's value, lasting id and writer; null where there is none. */
export async function read<K extends keyof Kinds>(
  state: PlatformState,
  tenant: string,
  kind: K,
  key: string,
): Promise<{ id: string; value: Kinds[K]; by: string } | null> {
  const object = await state.get<Kept>(tenant, kind, key);
  if (!object || object.data.value === null) return null;
  const { value, by } = object.data;
  return { id: object.id, value: value as Kinds[K], by };
}

/** Present objects of one kind, oldest first. */
export async function readAll<K extends keyof Kinds>(
  state: PlatformState,
  tenant: string,
  kind: K,
): Promise<{ key: string; value: Kinds[K] }[]> {
  const objects = await state.list<Kept>(tenant, kind);
  return objects.flatMap((o) =>
    o.data.value === null ? [] : [{ key: o.key, value: o.data.value as Kinds[K] }],
  );
}

/** Writes an object's value without changing whose effect it is: for what happens to it by itself. */
export async function update<K extends keyof Kinds>(
  state: PlatformState,
  tenant: string,
  wish: { kind: K; key: string; value: Kinds[K]; by: string },
): Promise<void> {
  const there = await state.get<Kept>(tenant, wish.kind, wish.key);
  const before = foundBy(wish.by, there?.data ?? null);
  await state.put<Kept>(tenant, wish.kind, wish.key, { value: wish.value, by: wish.by, before });
}

/**
 * Makes every object what is wished, writing only where it differs. The same call again (`call.key`) tells the
 * effect of its first time, so that a lost reply does not turn "created" into "found".
 */
export async function ensure(
  state: PlatformState,
  call: Call,
  wishes: Wish[],
  owner: { id: string },
): Promise<Outcome> {
  const effects: Effect[] = [];
  const found: Found = { by: call.key, objects: [] };
  let id = owner.id;
  for (const wish of wishes) {
    call.signal.throwIfAborted();
    const kept = await ensureOne(state, call, wish);
    if (wishes.length === 1) id = kept.id;
    effects.push(kept.effect);
    if (kept.effect !== "found") found.objects.push({ kind: wish.kind, key: wish.key, ...kept.found });
  }
  return { remoteId: id, effect: together(effects), before: found, message: told(effects) };
}

async function ensureOne(
  state: PlatformState,
  call: Call,
  wish: Wish,
): Promise<{ id: string; effect: Effect; found: { value: unknown; by: string } }> {
  const there = await state.get<Kept>(call.tenant.id, wish.kind, wish.key);
  const before = foundBy(call.key, there?.data ?? null);
  const found = { value: valueIn(before), by: before && before !== FORGOTTEN ? before.by : "" };
  if (canonicalJson(there?.data.value ?? null) === canonicalJson(wish.value)) {
    const mine = there?.data.by === call.key && before !== FORGOTTEN;
    return { id: there?.id ?? "", effect: mine ? effectOf(found.value, wish.value) : "found", found };
  }
  const kept: Kept = { value: wish.value, by: call.key, before };
  const { id } = await state.put<Kept>(call.tenant.id, wish.kind, wish.key, kept);
  return { id, effect: effectOf(found.value, wish.value), found };
}

/** What the call `by` found: an earlier try of it may have written already. */
function foundBy(by: string, there: Kept | null): Kept["before"] {
  return there?.by === by ? there.before : cut(there, REMEMBERED);
}

function cut(kept: Kept["before"], depth: number): Kept["before"] {
  if (kept === null || kept === FORGOTTEN) return kept;
  return depth === 0 ? FORGOTTEN : { ...kept, before: cut(kept.before, depth - 1) };
}

function valueIn(kept: Kept["before"]): unknown {
  return kept === null || kept === FORGOTTEN ? null : kept.value;
}

/**
 * Takes back what a call did to these objects, last first: removes what it created, restores what it changed, and
 * leaves alone what somebody has written since. Doing it twice is doing it once.
 */
export async function takeBack(
  state: PlatformState,
  call: Call,
  wishes: Pick<Wish, "kind" | "key">[],
  outcome: Outcome | null,
): Promise<void> {
  const found = foundOf(call, outcome);
  for (const { kind, key } of [...wishes].reverse()) {
    const there = await state.get<Kept>(call.tenant.id, kind, key);
    if (there?.data.by !== found.by) continue;
    const before = beforeOf(there.data, found, { kind, key });
    if (before === FORGOTTEN) continue;
    if (before === null) await state.delete(call.tenant.id, kind, key);
    else await state.put<Kept>(call.tenant.id, kind, key, before);
  }
}

/** Whether an object is what the call wrote, and there was none before. */
export async function isMadeBy(
  state: PlatformState,
  call: Call,
  wish: Pick<Wish, "kind" | "key">,
  outcome: Outcome | null,
): Promise<boolean> {
  const found = foundOf(call, outcome);
  const there = await state.get<Kept>(call.tenant.id, wish.kind, wish.key);
  if (there?.data.by !== found.by || there.data.value === null) return false;
  const before = beforeOf(there.data, found, wish);
  return before !== FORGOTTEN && valueIn(before) === null;
}

/** What an object was before it was written last: as it is kept, else as the outcome of that call tells. */
function beforeOf(
  kept: Kept,
  { objects }: ReturnType<typeof foundOf>,
  { kind, key }: Pick<Wish, "kind" | "key">,
): Kept["before"] {
  if (kept.before !== FORGOTTEN) return kept.before;
  return toldAs(objects?.find((o) => o.kind === kind && o.key === key));
}

function toldAs(told: Found["objects"][number] | undefined): Kept["before"] {
  if (!told) return FORGOTTEN;
  return told.value === null ? null : { value: told.value, by: told.by, before: FORGOTTEN };
}

/** Key of the call an undo is about; the step's own where its outcome never arrived. */
export function foundOf(call: Call, outcome: Outcome | null): { by: string; objects?: Found["objects"] } {
  const before = outcome?.before as Partial<Found> | undefined;
  return before?.by === undefined ? { by: call.key } : { by: before.by, objects: before.objects };
}

function effectOf(before: unknown, now: unknown): Effect {
  if (canonicalJson(before) === canonicalJson(now)) return "found";
  return before === null ? "created" : "changed";
}

function together(effects: Effect[]): Effect {
  if (effects.every((e) => e === "found")) return "found";
  return effects.every((e) => e === "created") ? "created" : "changed";
}

function told(effects: Effect[]): string {
  const count = (effect: Effect) => effects.filter((e) => e === effect).length;
  const parts = [
    [count("created"), "new"],
    [count("changed"), "changed"],
    [count("found"), "as it was"],
  ] as const;
  return parts.flatMap(([n, word]) => (n > 0 ? [`${n} ${word}`] : [])).join(", ");
}
