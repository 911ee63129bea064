import type {
  Batch,
  CellValue,
  CubeDimension,
  CubeQuestion,
  PivotQuestion,
  Question,
  ValuesQuestion,
} from "@/server/platform/model";
import type { KernelWorld } from "./tables";

/** A click with list boxes and charts, from a source of numbers. */
export function randomClick(world: KernelWorld, next: () => number): Batch {
  const pick = <T>(items: readonly T[]): T => items[next() % items.length] as T;
  const fields = [...world.fields];
  const chosen = Array.from({ length: next() % 4 }, () => fields.splice(next() % fields.length, 1)[0]);
  const selections = Object.fromEntries(
    chosen.flatMap((field) => {
      if (field === undefined) return [];
      const values = valuesOf(world, field);
      const some = Array.from(
        { length: 1 + (next() % 3) },
        () => values[next() % Math.max(values.length, 1)],
      );
      const known = some.flatMap((v) => (v === undefined ? [] : [v]));
      return [[field, known.length > 0 ? known : ["no such value"]]];
    }),
  );
  const questions: Record<string, Question> = {};
  for (let i = 0; i < 2; i++) questions[`list ${i}`] = randomList(world.fields, pick, next);
  for (let i = 0; i < 2 && world.measures.length > 0; i++)
    questions[`cube ${i}`] = randomCube(randomGround(world, pick, next), pick, next);
  // By SQL a pivot takes many statements: one click in three has one.
  if (world.measures.length > 0 && next() % 3 === 0)
    questions.pivot = randomPivot(randomGround(world, pick, next), pick, next);
  return { selections, locked: next() % 3 === 0 ? Object.keys(selections).slice(0, 1) : [], questions };
}

/** The fields a chart is made of. */
interface Ground {
  world: KernelWorld;
  dimensions: readonly string[];
  measures: readonly string[];
  counted: readonly string[];
}

/** Mostly what code tables answer: fields of one or two tables by those that each of their rows has one value of. */
function randomGround(world: KernelWorld, pick: Pick, next: () => number): Ground {
  const anything = {
    world,
    dimensions: world.fields,
    measures: world.measures,
    counted: world.fields,
  };
  if (next() % 10 === 0) return anything;
  const facts = world.tables.flatMap((table, at) => {
    const fields = Object.keys(table.fields);
    const own = fields.filter((f) => world.tables.every((t) => t === table || !(f in t.fields)));
    const measures = own.filter((f) => world.measures.includes(f));
    return measures.length > 0 ? [{ own, measures, beside: world.beside[at] ?? [] }] : [];
  });
  const [one, other] = [pick(facts), pick(facts)];
  const shared = one.beside.filter((f) => other.beside.includes(f));
  const some = shared.length > 0 ? [one, other] : [one];
  return {
    world,
    dimensions: shared.length > 0 ? shared : one.beside,
    measures: some.flatMap((f) => f.measures),
    counted: some.flatMap((f) => f.own),
  };
}

function valuesOf(world: KernelWorld, field: string): Exclude<CellValue, null>[] {
  return world.tables.flatMap(({ fields, rows }) => {
    const at = Object.keys(fields).indexOf(field);
    return rows.flatMap((row) => {
      const cell = row[at];
      const isDual = typeof cell === "object" && cell !== null;
      const value = isDual ? (cell.txt ?? cell.num) : cell;
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
        ? [value]
        : [];
    });
  });
}

type Pick = <T>(items: readonly T[]) => T;

function randomList(fields: readonly string[], pick: Pick, next: () => number): ValuesQuestion {
  return {
    kind: "values",
    field: pick(fields),
    sort: pick(["value", "state", "frequency"] as const),
    ...(next() % 2 ? { order: pick(["asc", "desc"] as const) } : {}),
    ...(next() % 5 ? {} : { limit: 2, offset: next() % 3 }),
  };
}

/** Mostly a plain aggregation; also different values, TOTAL, and arithmetic of some. */
function randomMeasure(ground: Ground, pick: Pick, next: () => number): string {
  const outer = next() % 20 === 0 ? randomSet(ground.world, pick, next) : "";
  return `${outer}${randomArithmetic(ground, pick, next)}`;
}

function randomArithmetic(ground: Ground, pick: Pick, next: () => number): string {
  if (next() % 4 > 0) return randomAggregation(ground, pick, next);
  const other = pick([() => randomAggregation(ground, pick, next), () => pick(["2", "0.5", "0", "100"])]);
  const joined = `${randomAggregation(ground, pick, next)} ${pick(["+", "-", "*", "/"])} ${other()}`;
  return next() % 4 > 0 ? joined : `-(${joined}) / ${randomAggregation(ground, pick, next)}`;
}

function randomAggregation(ground: Ground, pick: Pick, next: () => number): string {
  const { world, counted, measures } = ground;
  const set = next() % 8 === 0 ? randomSet(world, pick, next) : "";
  const name = pick(["Sum", "Count", "Avg", "Min", "Max"]);
  const field = `[${pick(name === "Count" ? counted : measures)}]`;
  if (name !== "Count" && next() % 4 === 0) return `${name}(${set}${randomRowFormula(ground, pick, next)})`;
  if (set === "" && next() % 40 === 0) return `${name}(ALL ${field})`;
  const how = next() % 8 === 0 ? "TOTAL " : name === "Count" && next() % 2 === 0 ? "DISTINCT " : "";
  return `${name}(${set}${how}${field})`;
}

/** Arithmetic of numbers of one table, mostly. */
function randomRowFormula(ground: Ground, pick: Pick, next: () => number): string {
  const { world } = ground;
  const first = pick(ground.measures);
  const own = world.tables.find((t) => first in t.fields)?.fields ?? {};
  const others = next() % 8 === 0 ? world.measures : world.measures.filter((name) => name in own);
  const operand = () => (next() % 3 === 0 ? pick(["2", "0.5", "0", "1", "-3"]) : `[${pick(others)}]`);
  const operator = () => pick(["+", "-", "*", "/"]);
  const joined = `[${first}] ${operator()} ${operand()}`;
  return next() % 2 === 0 ? joined : `-(${joined}) ${operator()} (${operand()} ${operator()} ${operand()})`;
}

/** Some values of some fields, or nothing selected in them. */
function randomSet(world: KernelWorld, pick: Pick, next: () => number): string {
  const modifiers = Array.from({ length: next() % 3 }, () => {
    const field = pick(world.fields);
    const all = valuesOf(world, field).map((v) => (typeof v === "number" ? v : `'${String(v)}'`));
    const values = Array.from({ length: all.length > 0 ? next() % 3 : 0 }, () => pick(all));
    return `[${field}]=${values.length > 0 ? `{${values.join(", ")}}` : ""}`;
  });
  const base = pick(["", "$", "1"]);
  return modifiers.length > 0 ? `{${base}<${modifiers.join(", ")}>} ` : `{${base || "1"}} `;
}

/** Different ones, and once in a while one twice. */
function someOf(names: readonly string[], count: number, next: () => number): string[] {
  const rest = [...names];
  return Array.from({ length: Math.min(count, rest.length) }, () => {
    const at = next() % rest.length;
    return (next() % 40 === 0 ? rest[at] : rest.splice(at, 1)[0]) ?? "";
  });
}

function randomCube(ground: Ground, pick: Pick, next: () => number): CubeQuestion {
  const dimensions = someOf(ground.dimensions, pick([0, 1, 1, 1, 2, 2, 2, 3]), next);
  const aggregations = Array.from({ length: 1 + (next() % 4) }, () => randomMeasure(ground, pick, next));
  const columns = dimensions.length + aggregations.length;
  const limited = next() % 4 === 0;
  const others = dimensions.length === 1 && limited && next() % 2 === 0;
  return {
    kind: "cube",
    dimensions: dimensions.map((d) => ({
      expression: `[${d}]`,
      ...(next() % 3 ? {} : { nulls: "show" as const }),
    })),
    measures: aggregations,
    ...(next() % 3 ? { sort: [{ column: next() % columns, order: pick(["asc", "desc"] as const) }] } : {}),
    ...(limited ? { limit: 1 + (next() % 3) } : {}),
    ...(limited && !others ? { offset: next() % 2 } : {}),
    others,
    totals: next() % 2 === 0,
    ...(next() % 3 ? {} : { zeros: "hide" as const }),
    alternatives: dimensions.length === 1 && next() % 3 === 0,
  };
}

/** Some rows open, whether they have children or not. */
function randomPivot(ground: Ground, pick: Pick, next: () => number): PivotQuestion {
  const { world } = ground;
  const depth = pick([0, 1, 1, 2, 2, 3]);
  const dimensions = someOf(ground.dimensions, depth + pick([0, 1, 1, 1, 2]), next).map(
    (name): CubeDimension => ({
      expression: `[${name}]`,
      ...(next() % 3 ? {} : { nulls: "show" as const }),
    }),
  );
  const [rows, columns] = [dimensions.slice(0, depth), dimensions.slice(depth)];
  const measures = Array.from({ length: 1 + (next() % 2) }, () => randomMeasure(ground, pick, next));
  const anyOf = (d: CubeDimension | undefined) =>
    pick([...valuesOf(world, d?.expression.slice(1, -1) ?? ""), null]);
  const expanded = Array.from({ length: rows.length > 1 ? next() % 5 : 0 }, () =>
    rows.slice(0, 1 + (next() % (rows.length - 1))).map(anyOf),
  );
  return {
    kind: "pivot",
    rows,
    columns,
    measures,
    expanded: [...expanded, ...expanded.map((path) => path.slice(0, 1))],
    ...(next() % 2
      ? { sort: { measure: next() % measures.length, order: pick(["asc", "desc"] as const) } }
      : {}),
    ...(next() % 3 ? {} : { limitRows: 1 + (next() % 4), limitColumns: 1 + (next() % 2) }),
  };
}
