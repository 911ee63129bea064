import type {
  CellValue,
  CubeQuestion,
  PivotQuestion,
  Selections,
  ValuesQuestion,
} from "@/server/platform/model";
import { inside, isNumber, named, type PlainSet, randomOuter, randomSet, valuesOf } from "./ask-sets";
import type { Aggregation } from "./questions";
import type { Random } from "./random";
import type { World } from "./world";

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
  const measure = randomPlainMeasure(random, world, dimensions);
  if (random.chance(0.75)) return measure;
  const outer = randomOuter(random, world);
  return {
    ...measure,
    text: random.pick([`${outer.text} ${measure.text}`, `(${outer.text} (${measure.text}))`]),
    aggregations: measure.aggregations.map((a) => ({ ...a, set: inside(outer.plain, a.set) })),
  };
}

function randomPlainMeasure(random: Random, world: World, dimensions: string[]): SetMeasure {
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
    ...(summed
      ? [
          ["Sum(", "sum", summed] as const,
          ["Sum(", "sum", summed] as const,
          ["Max(", "max", summed] as const,
          ["Median(", "median", summed] as const,
          ["Only(", "only", summed] as const,
          ["Mode(", "mode", summed] as const,
        ]
      : []),
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
  // A field that is not aggregated is the one value it has.
  if (take === "only" && !set && !total) return { text: named(field), plain: aggregation };
  return { text: `${call} ${totalText}${set?.text ?? ""} ${named(field)})`, plain: aggregation };
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
