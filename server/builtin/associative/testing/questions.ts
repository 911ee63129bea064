import type { CellValue, Query } from "@/server/platform/model";
import { type Calculated, randomCalculated, withCalculated } from "./calculated";
import type { Random } from "./random";
import { randomSelections, type World } from "./world";

type Get = (field: string) => CellValue;

type Take =
  | ("sum" | "count" | "distinct" | "avg" | "min" | "max")
  | ("nulls" | "sum distinct" | "second max" | "median" | "stdev" | "mode" | "only")
  | ("first text" | "concat" | "concat distinct" | "first sorted");

/** One aggregation as text's meaning: over which fields, of which value of a row, how. */
export interface Aggregation {
  take: Take;
  fields: string[];
  value(get: Get): CellValue;
}

/** A measure as text and as plain functions. */
export interface PlainMeasure {
  text: string;
  aggregations: Aggregation[];
  combine(values: CellValue[]): CellValue;
}

export interface Question {
  query: Query;
  /** The world with what is calculated as further fields, … */
  world: World;
  /** … which are named here. */
  dimensions: string[];
  measures: PlainMeasure[];
}

/** A random question about a world. */
export function randomQuestion(random: Random, world: World): Question {
  const fields = random.some(world.fields, random.int(0, 3));
  const calculated = random.chance(0.3) ? randomCalculated(random, world) : null;
  const extra = calculated ? [calculated] : [];
  const dimensions = [...fields, ...extra.map((c) => c.name)].slice(-3);
  const count = random.int(dimensions.length === 0 ? 1 : 0, 3);
  const measures = Array.from({ length: count }, () => randomMeasure(random, world));
  const columns = dimensions.length + measures.length;
  // Equal deviations may come out a bit apart: nothing is sorted by them.
  const exact = (column: number) => !measures[column - dimensions.length]?.text.startsWith("Stdev");
  const sort = { column: random.int(0, columns - 1), order: random.pick(["asc", "desc"] as const) };
  return {
    measures,
    dimensions,
    world: withCalculated(world, extra),
    query: {
      dimensions: dimensions.map((d) => textOf(d, extra)),
      measures: measures.map((m) => m.text),
      selections: randomSelections(random, world),
      sort: random.chance(0.4) && exact(sort.column) ? [sort] : [],
      limit: 10_000,
      totals: true,
    },
  };
}

function textOf(dimension: string, calculated: readonly Calculated[]): string {
  return calculated.find((c) => c.name === dimension)?.text ?? dimension;
}

function randomMeasure(random: Random, world: World): PlainMeasure {
  const plain = world.fields.filter((f) => !world.keys.includes(f));
  const [any, one] = [random.pick(world.fields), random.pick(plain)];
  if (world.measures.length === 0)
    return random.chance(0.5) ? single("distinct", "Count(distinct", any) : single("count", "Count(", one);
  const [a, b] = [random.pick(world.measures), random.pick(world.measures)];
  return random.pick([
    () => single("distinct", "Count(distinct", any),
    () => single("count", "Count(", one),
    () => single("sum", "Sum(", a),
    () => single("avg", "Avg(", a),
    () => single("min", "Min(", a),
    () => single("max", "Max(", b),
    () => product(a, b),
    () => conditional(any, a),
    () => ratio(a, one),
    () => randomOther(random, world, a, one),
    () => randomOther(random, world, a, one),
  ])();
}

/** Aggregations that are not made of sums. @param a a field to sum @param one a field of one table */
function randomOther(random: Random, world: World, a: string, one: string): PlainMeasure {
  const text = world.texts.length > 0 ? random.pick(world.texts) : null;
  return random.pick([
    () => single("median", "Median(", a),
    () => single("stdev", "Stdev(", a),
    () => single("mode", "Mode(", one),
    () => single("only", "Only(", random.pick(world.fields)),
    () => single("nulls", "NullCount(", one),
    () => single("sum distinct", "Sum(distinct", a),
    () => single("second max", "Max(", a, ", 2"),
    () => firstSorted(one, a),
    ...(text
      ? [
          () => single("first text", "MinString(", text),
          () => single("concat", "Concat(", text, ", '|'"),
          () => single("concat distinct", "Concat(distinct", text, ", '|'"),
        ]
      : []),
  ])();
}

function single(take: Take, call: string, field: string, more = ""): PlainMeasure {
  const aggregation: Aggregation = { take, fields: [field], value: (get) => get(field) };
  return {
    text: `${call} [${field}]${more})`,
    aggregations: [aggregation],
    combine: ([value]) => value ?? null,
  };
}

function product(a: string, b: string): PlainMeasure {
  const value = (get: Get) => {
    const [x, y] = [get(a), get(b)];
    return x === null || y === null ? null : Number(x) * Number(y);
  };
  return {
    text: `Sum([${a}]*[${b}])`,
    aggregations: [{ take: "sum", fields: [a, b], value }],
    combine: ([sum]) => sum ?? null,
  };
}

function firstSorted(field: string, weight: string): PlainMeasure {
  const value = (get: Get) => {
    const by = get(weight);
    return JSON.stringify([get(field), by === null ? null : -Number(by)]);
  };
  return {
    text: `FirstSortedValue([${field}], -[${weight}])`,
    aggregations: [{ take: "first sorted", fields: [field, weight], value }],
    combine: ([first]) => first ?? null,
  };
}

/** Tells rows without the other field from rows without a link to it. */
function conditional(field: string, a: string): PlainMeasure {
  const value = (get: Get) => {
    const [test, x] = [get(field), get(a)];
    if (test === null) return 1000;
    return x === null ? null : Number(x) + 1;
  };
  return {
    text: `Sum(If(IsNull([${field}]), 1000, [${a}]+1))`,
    aggregations: [{ take: "sum", fields: [field, a], value }],
    combine: ([sum]) => sum ?? null,
  };
}

function ratio(a: string, field: string): PlainMeasure {
  const [sum, count] = [single("sum", "Sum(", a), single("count", "Count(", field)];
  return {
    text: `${sum.text} / ${count.text}`,
    aggregations: [...sum.aggregations, ...count.aggregations],
    combine: ([x, n]) => (Number(n) === 0 ? null : Number(x) / Number(n)),
  };
}
