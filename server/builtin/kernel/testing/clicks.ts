import fc from "fast-check";
import type { TestCell, TestTable } from "@/server/builtin/testing";
import type {
  Batch,
  CellValue,
  CubeDimension,
  CubeQuestion,
  PivotQuestion,
  Question,
  ValuesQuestion,
} from "@/server/platform/model";

/** Tables in a tree, linked by keys: chains, stars, several facts, hubs; NULL and dangling keys, unlinked tables. */
export interface KernelWorld {
  tables: TestTable[];
  fields: string[];
  /** Fields of one table that hold numbers. */
  measures: string[];
}

type Kind = "key" | "whole" | "cents" | "double" | "text" | "day" | "flag" | "instant" | "dual" | "texts";

const TYPES: Record<Kind, string> = {
  key: "INTEGER",
  whole: "BIGINT",
  cents: "DECIMAL(9,2)",
  double: "DOUBLE",
  text: "VARCHAR",
  day: "DATE",
  flag: "BOOLEAN",
  instant: "TIMESTAMP",
  dual: "DUAL",
  texts: "DUAL",
};
const KINDS: Kind[] = [
  ...(["whole", "cents", "double", "text", "text", "day", "flag", "instant", "dual", "dual"] as const),
  "texts",
];

const KEY_TYPES = ["INTEGER", "INTEGER", "VARCHAR", "DUAL"] as const;

interface TableShape {
  parent: number;
  sharesKey: boolean;
  isUnique: boolean;
  isUnlinked: boolean;
  keyType: (typeof KEY_TYPES)[number];
  /** Its own side of the key holds text, whatever the other one's holds. */
  mixesKey: boolean;
  kinds: Kind[];
  rows: number[][];
}

const tableShape: fc.Arbitrary<TableShape> = fc.record({
  parent: fc.nat(),
  sharesKey: fc.boolean(),
  isUnique: fc.boolean(),
  isUnlinked: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  keyType: fc.constantFrom(...KEY_TYPES),
  mixesKey: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  kinds: fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 3 }),
  rows: fc.array(fc.array(fc.nat(99), { minLength: 8, maxLength: 8 }), { maxLength: 12 }),
});

export function randomTables(): fc.Arbitrary<KernelWorld> {
  return fc.array(tableShape, { minLength: 1, maxLength: 6 }).map(worldOf);
}

interface Column {
  name: string;
  kind: Kind;
  type: string;
}

function worldOf(shapes: TableShape[]): KernelWorld {
  const columns: Column[][] = [];
  const unique: (Column | null)[] = [];
  for (const [i, shape] of shapes.entries()) {
    const own: Column[] = [];
    columns.push(own);
    unique.push(null);
    if (i > 0 && !shape.isUnlinked) {
      const parent = columns[shape.parent % i] ?? [];
      const shared = parent.find((c) => c.kind === "key");
      const key: Column =
        shape.sharesKey && shared ? shared : { name: `k${i}`, kind: "key", type: shape.keyType };
      if (key !== shared) parent.push(key);
      own.push(shape.mixesKey ? { ...key, type: "VARCHAR" } : key);
      if (shape.isUnique) unique[i] = own[0] ?? null;
    }
    for (const [n, kind] of shape.kinds.entries())
      own.push({ name: `${kind} ${i}.${n}`, kind, type: TYPES[kind] });
  }
  const tables = shapes.map((shape, i): TestTable => {
    const own = columns[i] ?? [];
    const seen = new Set<string>();
    const rows = shape.rows
      .map((seeds, r) =>
        own.map((c, n) => cell(c, (seeds[n % seeds.length] ?? 0) + n * 7 + (n >= 8 ? r : 0))),
      )
      .filter((row) => {
        const key = unique[i] ? row[own.indexOf(unique[i])] : null;
        if (key === null || key === undefined) return true;
        if (seen.has(JSON.stringify(key))) return false;
        seen.add(JSON.stringify(key));
        return true;
      });
    return { name: `T${i}`, fields: Object.fromEntries(own.map((c) => [c.name, c.type])), rows };
  });
  const all = columns.flat();
  return {
    tables,
    fields: [...new Set(all.map((c) => c.name))],
    measures: all.filter((c) => ["whole", "cents", "double", "dual"].includes(c.kind)).map((c) => c.name),
  };
}

/** Numbers with a text of their own, two with the same, texts that are no numbers, and a number alone. */
const DUALS = [
  { num: 2, txt: "two" },
  { num: -1.5, txt: "-1.5" },
  { num: 7, txt: "two" },
  { num: null, txt: "none" },
  { num: null, txt: "Ärger" },
  { num: 3, txt: null },
];

/** Few values, so that rows meet; one in eight is NULL. */
function cell({ kind, type }: Column, seed: number): TestCell {
  if (seed % 8 === 7) return null;
  const n = seed % 6;
  switch (kind) {
    case "key":
      if (type === "DUAL") return { num: n, txt: String(n) };
      return type === "VARCHAR" ? String(n) : n;
    case "whole":
      return n * 3 - 4;
    case "cents":
      return (n * 37 - 50) / 100;
    case "double":
      return n * 0.375 - 1;
    case "text":
      return ["a", "B", "b", "ä", "", "z z"][n] ?? "";
    case "day":
      return `2024-0${n + 1}-15`;
    case "flag":
      return n % 2 === 0;
    case "instant":
      return `2024-01-0${n + 1} 10:00:0${n}${n % 2 ? ".5" : ""}`;
    case "dual":
      return DUALS[n] ?? null;
    case "texts":
      return { num: n % 3, txt: `text ${n}` };
  }
}

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
  for (let i = 0; i < 3; i++) questions[`list ${i}`] = randomList(world.fields, pick, next);
  for (let i = 0; i < 3 && world.measures.length > 0; i++)
    questions[`cube ${i}`] = randomCube(world, pick, next);
  // By SQL a pivot takes many statements: one click in two has one.
  if (world.measures.length > 0 && next() % 2) questions.pivot = randomPivot(world, pick, next);
  return { selections, locked: next() % 3 === 0 ? Object.keys(selections).slice(0, 1) : [], questions };
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
    ...(next() % 3 ? {} : { limit: 2, offset: next() % 3 }),
  };
}

/** Mostly a plain aggregation; also different values, TOTAL, and arithmetic of some. */
function randomMeasure(world: KernelWorld, pick: Pick, next: () => number): string {
  if (next() % 4 > 0) return randomAggregation(world, pick, next);
  const other = pick([() => randomAggregation(world, pick, next), () => pick(["2", "0.5", "0", "100"])]);
  const joined = `${randomAggregation(world, pick, next)} ${pick(["+", "-", "*", "/"])} ${other()}`;
  return next() % 4 > 0 ? joined : `-(${joined}) / ${randomAggregation(world, pick, next)}`;
}

function randomAggregation(world: KernelWorld, pick: Pick, next: () => number): string {
  const { fields, measures } = world;
  const set = next() % 8 === 0 ? randomSet(world, pick, next) : "";
  const name = pick(["Sum", "Count", "Avg", "Min", "Max"]);
  const field = `[${pick(name === "Count" ? fields : measures)}]`;
  if (name !== "Count" && next() % 4 === 0) return `${name}(${set}${randomRowFormula(world, pick, next)})`;
  const how = next() % 8 === 0 ? "TOTAL " : name === "Count" && next() % 2 === 0 ? "DISTINCT " : "";
  return `${name}(${set}${how}${field})`;
}

/** Arithmetic of numbers of one table, mostly. */
function randomRowFormula(world: KernelWorld, pick: Pick, next: () => number): string {
  const first = pick(world.measures);
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

function randomCube(world: KernelWorld, pick: Pick, next: () => number): CubeQuestion {
  const { fields } = world;
  const dimensions = Array.from({ length: pick([0, 1, 1, 1, 1, 2, 2, 3]) }, () => pick(fields));
  const aggregations = Array.from({ length: 1 + (next() % 3) }, () => randomMeasure(world, pick, next));
  const columns = dimensions.length + aggregations.length;
  const limited = next() % 3 === 0;
  const others = dimensions.length > 0 && limited && next() % 2 === 0;
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
    alternatives: dimensions.length > 0 && next() % 3 === 0,
  };
}

/** Some rows open, whether they have children or not. */
function randomPivot(world: KernelWorld, pick: Pick, next: () => number): PivotQuestion {
  const dimension = (): CubeDimension => ({
    expression: `[${pick(world.fields)}]`,
    ...(next() % 3 ? {} : { nulls: "show" as const }),
  });
  const rows = Array.from({ length: pick([0, 1, 1, 2, 2, 3]) }, dimension);
  const columns = Array.from({ length: pick([0, 1, 1, 1, 2]) }, dimension);
  const measures = Array.from({ length: 1 + (next() % 2) }, () => randomMeasure(world, pick, next));
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
