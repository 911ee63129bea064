import type {
  CellValue,
  CubeQuestion,
  PivotQuestion,
  Selections,
  ValuesQuestion,
} from "@/server/platform/model";
import type { Aggregation } from "./questions";
import type { Random } from "./random";
import type { World } from "./world";

/** What a set says about one field: which of its values remain, given those selected in it (null: no selection). */
export interface PlainModifier {
  field: string;
  values(all: CellValue[], own: CellValue[] | null): CellValue[] | null;
}

export type PlainSet =
  | { base: "$" | "1"; modifiers: PlainModifier[] }
  | { op: "+" | "-" | "*" | "/"; left: PlainSet; right: PlainSet };

export interface PlainAggregation extends Aggregation {
  set?: PlainSet;
  /** Dimensions it is split by, of TOTAL. */
  total?: string[];
}

/** A measure with sets as text and as plain functions. */
export interface SetMeasure {
  text: string;
  aggregations: PlainAggregation[];
  combine(values: CellValue[]): CellValue;
}

export interface AskedCube {
  question: CubeQuestion;
  dimensions: string[];
  measures: SetMeasure[];
}

export interface AskedPivot {
  question: PivotQuestion;
  rows: string[];
  columns: string[];
  measures: SetMeasure[];
}

export interface AskedValues {
  question: ValuesQuestion;
  measure: SetMeasure | null;
  matches(value: CellValue): boolean;
}

const named = (field: string) => `[${field}]`;

export function valuesOf(world: World, field: string): CellValue[] {
  return [...new Set(world.tables.flatMap((t) => t.rows.flatMap((row) => row[field] ?? [])))];
}

export function randomCube(random: Random, world: World): AskedCube {
  const dimensions = random.some(world.fields, random.pick([0, 1, 1, 1, 2]));
  const count = random.int(dimensions.length === 0 ? 1 : 0, 3);
  const measures = Array.from({ length: count }, () => randomSetMeasure(random, world, dimensions));
  const columns = dimensions.length + measures.length;
  const single = dimensions.length === 1;
  return {
    dimensions,
    measures,
    question: {
      kind: "cube",
      dimensions: dimensions.map((d) => ({
        expression: named(d),
        ...(random.chance(0.3) ? { nulls: "show" as const } : {}),
      })),
      measures: measures.map((m) => m.text),
      sort: random.chance(0.6)
        ? [{ column: random.int(0, columns - 1), order: random.pick(["asc", "desc"] as const) }]
        : [],
      limit: random.pick([2, 3, 1000]),
      totals: random.chance(0.5),
      others: single && random.chance(0.4),
      alternatives: single && random.chance(0.4),
    },
  };
}

export function randomPivot(random: Random, world: World): AskedPivot {
  const fields = random.some(world.fields, random.int(1, 4));
  const at = random.int(0, Math.min(2, fields.length));
  const [columns, rows] = [fields.slice(0, at), fields.slice(at)];
  const measures = Array.from({ length: random.int(1, 2) }, () => randomSetMeasure(random, world, []));
  const order = random.pick(["asc", "desc"] as const);
  const paths = rows
    .slice(0, -1)
    .map((_, i) => rows.slice(0, i + 1).map((f) => random.pick([...valuesOf(world, f), 1])));
  const firsts = valuesOf(world, rows[0] ?? "").map((v) => [v]);
  return {
    rows,
    columns,
    measures,
    question: {
      kind: "pivot",
      rows: rows.map((f) => ({
        expression: named(f),
        ...(random.chance(0.3) ? { nulls: "show" as const } : {}),
      })),
      columns: columns.map((f) => ({ expression: named(f) })),
      measures: measures.map((m) => m.text),
      expanded: [...paths, ...random.some(firsts, 2)],
      ...(random.chance(0.5) ? { sort: { measure: random.int(0, measures.length - 1), order } } : {}),
    },
  };
}

export function randomValues(random: Random, world: World): AskedValues {
  const field = random.pick(world.fields);
  const measure = random.chance(0.5) ? randomSetMeasure(random, world, []) : null;
  const sort = random.pick([
    "value",
    "state",
    "frequency",
    ...(measure ? (["measure"] as const) : []),
  ] as const);
  const { text, matches } = randomSearch(random, world, field);
  return {
    measure,
    matches,
    question: {
      kind: "values",
      field,
      sort,
      order: random.pick(["asc", "desc"] as const),
      ...(measure ? { measure: measure.text } : {}),
      ...(text ? { search: text } : {}),
    },
  };
}

function isNumber(world: World, field: string): boolean {
  return world.keys.includes(field) || valuesOf(world, field).every((v) => typeof v === "number");
}

function randomSearch(random: Random, world: World, field: string) {
  if (random.chance(0.4)) return { text: "", matches: () => true };
  const [low, high] = [random.int(-2, 4), random.int(0, 8)];
  if (isNumber(world, field))
    return random.pick([
      { text: `>=${low}`, matches: (v: CellValue) => Number(v) >= low },
      { text: `>${low}<=${high}`, matches: (v: CellValue) => Number(v) > low && Number(v) <= high },
      { text: `${low}..${high}`, matches: (v: CellValue) => Number(v) >= low && Number(v) <= high },
    ]);
  const part = random.pick(["a", "B", "Z", "2024", "-02-"]);
  const has = (v: CellValue) => String(v).toLowerCase().includes(part.toLowerCase());
  const begins = (v: CellValue) => String(v).toLowerCase().startsWith(part.toLowerCase());
  return random.pick([
    { text: part, matches: has },
    { text: `${part}*`, matches: begins },
  ]);
}

export function randomSetMeasure(random: Random, world: World, dimensions: string[]): SetMeasure {
  const one = () => randomAggregation(random, world, dimensions);
  const first = one();
  if (random.chance(0.7))
    return { text: first.text, aggregations: [first.plain], combine: ([v]) => v ?? null };
  const second = one();
  return {
    text: `${first.text} - ${second.text}`,
    aggregations: [first.plain, second.plain],
    combine: ([x = null, y = null]) => (x === null || y === null ? null : Number(x) - Number(y)),
  };
}

function randomAggregation(random: Random, world: World, dimensions: string[]) {
  const plain = world.fields.filter((f) => !world.keys.includes(f));
  const summed = world.measures.length > 0 ? random.pick(world.measures) : null;
  const [call, take, field] = random.pick([
    ["Count(distinct", "distinct", random.pick(world.fields)] as const,
    ["Count(", "count", random.pick(plain)] as const,
    ...(summed ? [["Sum(", "sum", summed] as const, ["Max(", "max", summed] as const] : []),
  ]);
  const set = random.chance(0.7) ? randomSet(random, world) : null;
  const total =
    dimensions.length > 0 && random.chance(0.15) ? random.some(dimensions, random.int(0, 1)) : null;
  const totalText = total ? `TOTAL ${total.length > 0 ? `<${total.map(named).join(", ")}> ` : ""}` : "";
  const aggregation: PlainAggregation = {
    take,
    fields: [field],
    value: (get) => get(field),
    ...(set ? { set: set.plain } : {}),
    ...(total ? { total } : {}),
  };
  return { text: `${call} ${totalText}${set?.text ?? ""} ${named(field)})`, plain: aggregation };
}

function randomSet(random: Random, world: World): { text: string; plain: PlainSet } {
  const { text, plain } = random.chance(0.3) ? randomSets(random, world) : randomTerm(random, world);
  return { text: `{${text}}`, plain };
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

function randomTerm(random: Random, world: World): { text: string; plain: PlainSet } {
  const base = random.pick(["$", "$", "1"] as const);
  const modifiers = random
    .some(world.fields, random.int(0, 2))
    .map((field) => randomModifier(random, world, field));
  const inside = modifiers.length > 0 ? `<${modifiers.map((m) => m.text).join(", ")}>` : "";
  return { text: `${base}${inside}`, plain: { base, modifiers: modifiers.map((m) => m.plain) } };
}

type Op = "=" | "+=" | "-=" | "*=" | "/=";

function randomModifier(random: Random, world: World, field: string): { text: string; plain: PlainModifier } {
  if (random.chance(0.2)) return { text: `${named(field)}=`, plain: { field, values: () => null } };
  const op = random.pick<Op>(["=", "=", "=", "+=", "-=", "*=", "/="]);
  const { text, matches } = random.chance(0.4)
    ? searchItem(random, world, field)
    : literalItems(random, world, field);
  const values: PlainModifier["values"] = (all, own) => {
    const list = all.filter(matches);
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
  return { text: `${named(field)}${op}{${text}}`, plain: { field, values } };
}

function literalItems(random: Random, world: World, field: string) {
  const chosen = random.some(valuesOf(world, field), random.int(0, 3));
  const text = chosen.map((v) => (typeof v === "number" ? String(v) : `'${v}'`)).join(", ");
  return { text, matches: (v: CellValue) => chosen.includes(v) };
}

function searchItem(random: Random, world: World, field: string) {
  const low = random.int(-2, 5);
  if (isNumber(world, field))
    return random.pick([
      { text: `">=${low}"`, matches: (v: CellValue) => Number(v) >= low },
      { text: `">${low}<${low + 3}"`, matches: (v: CellValue) => Number(v) > low && Number(v) < low + 3 },
    ]);
  return random.pick([
    { text: '"b"', matches: (v: CellValue) => String(v).toLowerCase() === "b" },
    { text: '"*a*", "z?z"', matches: (v: CellValue) => /a|^z.z$/i.test(String(v)) },
    { text: '"2024*"', matches: (v: CellValue) => String(v).startsWith("2024") },
  ]);
}

/** Selections with values that exist only: those a set combines with others. */
export function existingSelections(random: Random, world: World): Selections {
  return Object.fromEntries(
    random.some(world.fields, random.pick([0, 1, 1, 2])).flatMap((field) => {
      const chosen = random.some(valuesOf(world, field), random.int(1, 3));
      return chosen.length > 0 ? [[field, chosen]] : [];
    }),
  );
}
