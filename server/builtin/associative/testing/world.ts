import type { TestTable } from "@/server/builtin/testing";
import type { CellValue } from "@/server/platform/model";
import type { Random } from "./random";

export type Row = Record<string, CellValue>;

/** A random model with its rows, as plain values. */
export interface World {
  tables: { name: string; fields: string[]; rows: Row[] }[];
  /** The table of a circle that is loosened, and the fields by which it is no longer linked. */
  loosened: { table: string; fields: string[] }[];
  /** Fields that hold whole numbers, not linking anything: safe to sum. */
  measures: string[];
  texts: string[];
  /** Fields that link tables. */
  keys: string[];
  fields: string[];
  /** The same as it goes into a generation. */
  stored: TestTable[];
}

export type Twist = "synthetic key" | "circle";

interface Draft {
  name: string;
  fields: { name: string; kind: Kind }[];
}

/** A `part` is of a key of two fields. */
type Kind = "key" | "part" | "measure" | "text" | "date" | "cents";

const NULLS = 0.15;

/**
 * Chains, stars, hubs, several facts, unconnected parts; NULL and dangling keys; keys of different types.
 * @param twists what some of them have besides
 */
export function randomWorld(random: Random, twists: readonly Twist[] = []): World {
  const drafts: Draft[] = [];
  const keys = new Set<string>();
  const count = random.int(1, 6);
  for (let i = 0; i < count; i++) drafts.push(attached(random, drafts, keys, i));
  const circle = twists.length > 0 && random.chance(0.3) ? twisted(random, drafts, keys, twists) : [];
  for (const draft of drafts) addFields(random, draft);
  const stored: TestTable[] = [];
  const row = (draft: Draft): Row =>
    Object.fromEntries(draft.fields.map((f) => [f.name, cell(random, f.kind)]));
  const drawn = drafts.map((draft) =>
    Array.from({ length: random.int(0, random.pick([2, 5, 9])) }, () => row(draft)),
  );
  const rowsOf = (draft: Draft) => drawn[drafts.indexOf(draft)] ?? [];
  const largest = circle.reduce<Draft | null>(
    (best, next) => (best && rowsOf(best).length >= rowsOf(next).length ? best : next),
    null,
  );
  // That no other is as large as the one that is loosened.
  if (largest) rowsOf(largest).push(row(largest));
  const tables = drafts.map((draft) => {
    const rows = rowsOf(draft);
    const types = draft.fields.map((f) => typeOf(random, f.kind));
    stored.push({
      name: draft.name,
      fields: Object.fromEntries(draft.fields.map((f, n) => [f.name, types[n] ?? "VARCHAR"])),
      rows: rows.map((row) => draft.fields.map((f, n) => written(row[f.name] ?? null, types[n] ?? ""))),
    });
    return { name: draft.name, fields: draft.fields.map((f) => f.name), rows };
  });
  const all = drafts.flatMap((d) => d.fields);
  return {
    tables,
    loosened: largest ? [{ table: largest.name, fields: sharedWith(largest, circle) }] : [],
    measures: all.filter((f) => f.kind === "measure").map((f) => f.name),
    texts: all.filter((f) => f.kind === "text").map((f) => f.name),
    keys: [...keys].filter((k) => drafts.filter((d) => d.fields.some((f) => f.name === k)).length > 1),
    fields: [...new Set(all.map((f) => f.name))],
    stored,
  };
}

/** A new table, linked to an earlier one by a key of its own or by one that is there; sometimes to none. */
function attached(random: Random, drafts: readonly Draft[], keys: Set<string>, i: number): Draft {
  const draft: Draft = { name: `T${i}`, fields: [] };
  if (drafts.length === 0 || random.chance(0.1)) return draft;
  const parent = random.pick(drafts);
  const shared = parent.fields.filter((f) => f.kind === "key");
  if (shared.length > 0 && random.chance(0.35)) draft.fields.push(random.pick(shared));
  else {
    const key = { name: `k${i}`, kind: "key" } as const;
    keys.add(key.name);
    parent.fields.push(key);
    draft.fields.push(key);
  }
  return draft;
}

/** A second key where tables meet, or a key that closes a circle. @returns the tables of the circle */
function twisted(
  random: Random,
  drafts: readonly Draft[],
  keys: Set<string>,
  twists: readonly Twist[],
): Draft[] {
  const pairs = drafts.flatMap((a, i) => drafts.slice(i + 1).map((b) => [a, b] as const));
  const meeting = pairs.filter(([a, b]) => sharedWith(a, [b]).length > 0);
  const apart = pairs.filter((pair) => !meeting.includes(pair) && wayOf(drafts, ...pair).length > 0);
  if (twists.includes("circle") && apart.length > 0 && random.chance(0.6)) {
    const pair = random.pick(apart);
    const circle = wayOf(drafts, ...pair);
    keys.add("c");
    for (const draft of pair) draft.fields.push({ name: "c", kind: "key" });
    return circle;
  }
  if (meeting.length === 0) return [];
  const [one, other] = random.pick(meeting);
  const [key = ""] = sharedWith(one, [other]);
  keys.add("s");
  for (const draft of drafts)
    if (draft.fields.some((f) => f.name === key)) draft.fields.push({ name: "s", kind: "part" });
  return [];
}

function sharedWith(draft: Draft, others: readonly Draft[]): string[] {
  const held = others.filter((o) => o !== draft).flatMap((o) => o.fields.map((f) => f.name));
  return draft.fields.map((f) => f.name).filter((name) => held.includes(name));
}

/** Tables from one to another, both included; none where they are not connected. */
function wayOf(drafts: readonly Draft[], from: Draft, to: Draft): Draft[] {
  const ways = [[from]];
  for (const way of ways) {
    const [last] = way.slice(-1);
    if (!last || last === to) return way;
    const next = drafts.filter((d) => !ways.flat().includes(d) && sharedWith(last, [d]).length > 0);
    ways.push(...next.map((d) => [...way, d]));
  }
  return [];
}

function addFields(random: Random, draft: Draft): void {
  for (let n = random.int(1, 3); n > 0; n--) {
    const kind = random.pick(["measure", "text", "text", "date", "cents", "measure"] as const);
    draft.fields.push({ name: `${kind} ${draft.name}.${n}`, kind });
  }
}

function cell(random: Random, kind: Kind): CellValue {
  if (random.chance(NULLS)) return null;
  switch (kind) {
    case "key":
      return random.int(1, 5);
    case "part":
      return random.int(1, 2);
    case "measure":
      return random.int(-3, 9);
    case "text":
      return random.pick(["a", "b", "B", "ä", "z z", ""]);
    case "date":
      return `202${random.int(3, 5)}-0${random.int(1, 3)}-15`;
    case "cents":
      return random.int(-999, 9999) / 100;
  }
}

function typeOf(random: Random, kind: Kind): string {
  if (kind === "key" || kind === "part")
    return random.pick(["INTEGER", "INTEGER", "INTEGER", "BIGINT", "VARCHAR", "DOUBLE", "DUAL"]);
  return { measure: "INTEGER", text: "VARCHAR", date: "DATE", cents: "DECIMAL(9,2)" }[kind];
}

function written(value: CellValue, type: string) {
  if (value === null) return null;
  if (type === "DUAL") return { num: Number(value), txt: String(value) };
  return type === "VARCHAR" || type === "DATE" ? String(value) : value;
}

export function randomSelections(random: Random, world: World): Record<string, CellValue[]> {
  return Object.fromEntries(
    random.some(world.fields, random.pick([0, 1, 1, 2, 3])).map((field) => {
      const values = world.tables.flatMap((t) => t.rows.flatMap((row) => row[field] ?? []));
      const chosen = random.some([...new Set(values)], random.int(1, 3));
      return [field, random.chance(0.1) || chosen.length === 0 ? [...chosen, "no such value"] : chosen];
    }),
  );
}
