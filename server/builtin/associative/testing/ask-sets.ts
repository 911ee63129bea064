import type { CellValue } from "@/server/platform/model";
import type { Random } from "./random";
import type { World } from "./world";

/** What a set says about one field: which of its values remain, given those selected in it (null: no selection). */
export interface PlainModifier {
  field: string;
  values(all: CellValue[], own: CellValue[] | null, asked: AskedOfSets): CellValue[] | null;
}

/** What a set may depend on. */
export interface AskedOfSets {
  /** Values of a field in the possible rows of a set; of the set around, or the current selections, where it is null. */
  possible(set: PlainSet | null, field: string): CellValue[];
  /** Sums by a field's values, as if nothing was selected in it. */
  sums(of: string, by: string): { value: CellValue; sum: number }[];
}

export interface PlainTerm {
  base: "$" | "1" | PlainTerm;
  /** Names no base, so that a set around it is its base. */
  inherits: boolean;
  modifiers: PlainModifier[];
}

export type PlainSet = PlainTerm | { op: "+" | "-" | "*" | "/"; left: PlainSet; right: PlainSet };

export const named = (field: string) => `[${field}]`;

export function valuesOf(world: World, field: string): CellValue[] {
  return [...new Set(world.tables.flatMap((t) => t.rows.flatMap((row) => row[field] ?? [])))];
}

export function isNumber(world: World, field: string): boolean {
  return world.keys.includes(field) || valuesOf(world, field).every((v) => typeof v === "number");
}

export function randomSet(random: Random, world: World): { text: string; plain: PlainSet } {
  const { text, plain } = random.chance(0.3) ? randomSets(random, world) : randomTerm(random, world);
  return { text: `{${text}}`, plain };
}

/** A set that stands before a whole measure. */
export function randomOuter(random: Random, world: World): { text: string; plain: PlainTerm } {
  const { text, plain } = randomTerm(random, world);
  return { text: `{${text}}`, plain };
}

/** What a set says that stands inside another. */
export function inside(outer: PlainTerm, set: PlainSet | undefined): PlainSet {
  if (!set) return outer;
  if ("op" in set) return { ...set, left: inside(outer, set.left), right: inside(outer, set.right) };
  return set.inherits ? { ...set, base: outer } : set;
}

/** Two or three sets with operators between them; brackets where they matter, or not. */
function randomSets(random: Random, world: World): { text: string; plain: PlainSet } {
  const [left, right, more] = [0, 1, 2].map(() => randomTerm(random, world));
  const op = () => random.pick(["+", "-", "*", "/"] as const);
  const [first, second] = [op(), op()];
  if (!left || !right || !more) throw new Error("Three terms were made.");
  const two = { op: first, left: left.plain, right: right.plain };
  if (random.chance(0.5)) return { text: `${left.text} ${first} ${right.text}`, plain: two };
  const strong = (o: string) => o === "*" || o === "/";
  const text = `${left.text} ${first} ${right.text} ${second} ${more.text}`;
  if (strong(second) && !strong(first)) {
    const inner = { op: second, left: right.plain, right: more.plain };
    return { text, plain: { op: first, left: left.plain, right: inner } };
  }
  if (random.chance(0.5)) {
    const inner = { op: second, left: right.plain, right: more.plain };
    const bracketed = `${left.text} ${first} (${right.text} ${second} ${more.text})`;
    return { text: bracketed, plain: { op: first, left: left.plain, right: inner } };
  }
  return { text, plain: { op: second, left: two, right: more.plain } };
}

function randomTerm(random: Random, world: World): { text: string; plain: PlainTerm } {
  const base = random.pick(["$", "$", "1"] as const);
  const inherits = base === "$" && random.chance(0.6);
  const modifiers = random
    .some(world.fields, random.int(0, 2))
    .map((field) => randomModifier(random, world, field));
  const changed = modifiers.length > 0 || inherits ? `<${modifiers.map((m) => m.text).join(", ")}>` : "";
  const plain = { base, inherits, modifiers: modifiers.map((m) => m.plain) };
  return { text: `${inherits ? "" : base}${changed}`, plain };
}

type Op = "=" | "+=" | "-=" | "*=" | "/=";

function randomModifier(random: Random, world: World, field: string): { text: string; plain: PlainModifier } {
  if (random.chance(0.2)) return { text: `${named(field)}=`, plain: { field, values: () => null } };
  const op = random.pick<Op>(["=", "=", "=", "+=", "-=", "*=", "/="]);
  const { text, list: listed } = random.pick([searchItem, literalItems, literalItems, elements, sumSearch])(
    random,
    world,
    field,
  );
  const values: PlainModifier["values"] = (all, own, asked) => {
    const list = listed(all, asked);
    const before = own ?? all;
    switch (op) {
      case "=":
        return list;
      case "+=":
        return [...new Set([...before, ...list])];
      case "-=":
        return before.filter((v) => !list.includes(v));
      case "*=":
        return before.filter((v) => list.includes(v));
      case "/=":
        return [...before.filter((v) => !list.includes(v)), ...list.filter((v) => !before.includes(v))];
    }
  };
  return { text: `${named(field)}${op}${text}`, plain: { field, values } };
}

/** What a modifier lists: as text, and which of all values it is. */
interface Items {
  text: string;
  list(all: CellValue[], asked: AskedOfSets): CellValue[];
}

function literalItems(random: Random, world: World, field: string) {
  const chosen = random.some(valuesOf(world, field), random.int(0, 3));
  const text = chosen.map((v) => (typeof v === "number" ? String(v) : `'${v}'`)).join(", ");
  return { text: `{${text}}`, list: (all: CellValue[]) => all.filter((v) => chosen.includes(v)) };
}

function searchItem(random: Random, world: World, field: string): Items {
  const low = random.int(-2, 5);
  const items = (text: string, matches: (v: CellValue) => boolean): Items => ({
    text: `{${text}}`,
    list: (all) => all.filter(matches),
  });
  if (isNumber(world, field))
    return random.pick([
      items(`">=${low}"`, (v) => Number(v) >= low),
      items(`">${low}<${low + 3}"`, (v) => Number(v) > low && Number(v) < low + 3),
    ]);
  return random.pick([
    items('"b"', (v) => String(v).toLowerCase() === "b"),
    items('"*a*", "z?z"', (v) => /a|^z.z$/i.test(String(v))),
    items('"2024*"', (v) => String(v).startsWith("2024")),
  ]);
}

/** `P()` and `E()`, of the field itself or of one alike, under a set of their own or the current selections. */
function elements(random: Random, world: World, field: string): Items {
  const alike = [world.measures, world.texts].find((names) => names.includes(field)) ?? [field];
  const other = random.pick(alike);
  const of = other === field && random.chance(0.5) ? "" : named(other);
  const narrowed = random.pick(world.fields);
  const { text, list } = literalItems(random, world, narrowed);
  const base = random.pick(["$", "1"] as const);
  const modifiers = random.chance(0.7) ? [{ field: narrowed, values: list }] : [];
  const changed = modifiers.length > 0 ? `<${named(narrowed)}=${text}>` : "";
  const set = random.chance(0.3) ? null : { base, inherits: false, modifiers };
  const written = `${set ? `{${base}${changed}} ` : ""}${of}`;
  const found = (asked: AskedOfSets) => asked.possible(set, other);
  return random.chance(0.6)
    ? { text: `P(${written})`, list: (_, asked) => found(asked) }
    : { text: `E(${written})`, list: (all, asked) => all.filter((v) => !found(asked).includes(v)) };
}

/** Values by what their rows come to. */
function sumSearch(random: Random, world: World, field: string): Items {
  if (world.measures.length === 0) return searchItem(random, world, field);
  const [of, low] = [random.pick(world.measures), random.int(-1, 6)];
  return {
    text: `{"=Sum([${of}])>${low}"}`,
    list: (_, asked) => asked.sums(of, field).flatMap(({ value, sum }) => (sum > low ? [value] : [])),
  };
}
