import fc from "fast-check";
import type { TestCell, TestTable } from "@/server/builtin/testing";
import { meetOnce } from "./meetings";

/**
 * Tables in a tree, linked by keys: chains, stars, several facts, hubs; NULL and dangling keys, unlinked tables.
 * Sometimes two of them share a second key, or a further key closes a circle.
 */
export interface KernelWorld {
  tables: TestTable[];
  fields: string[];
  /** Fields of one table that hold numbers. */
  measures: string[];
  /** By table: fields of which each of its rows has one value at most, in it or by its keys. */
  beside: string[][];
  twist: Twist | null;
}

export type Twist = "synthetic key" | "circle";

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
  rows: fc.array(fc.array(fc.nat(99), { minLength: 8, maxLength: 8 }), { maxLength: 16 }),
});

const shapes = fc.array(tableShape, { minLength: 1, maxLength: 6 });

/** Models that code tables are made of. */
export function randomTables(): fc.Arbitrary<KernelWorld> {
  return shapes.map((some) => worldOf(some, null));
}

/** Also models of which there are no code tables, one in ten. */
export function randomModels(): fc.Arbitrary<KernelWorld> {
  const twist = fc.integer({ min: 0, max: 19 }).map((n): Twist | null => {
    if (n > 1) return null;
    return n === 0 ? "synthetic key" : "circle";
  });
  return fc.tuple(shapes, twist).map(([some, how]) => worldOf(some, how));
}

interface Column {
  name: string;
  kind: Kind;
  type: string;
}

function worldOf(shapes: TableShape[], twist: Twist | null): KernelWorld {
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
  const twisted = twist !== null && twistedBy(twist, columns);
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
    beside: tables.map((table) => meetOnce(tables, table)),
    twist: twisted ? twist : null,
  };
}

/** Another key for the two tables of a link, or for two that another table lies between. @returns whether there are any */
function twistedBy(twist: Twist, columns: Column[][]): boolean {
  const keys = columns.map((own) => own.filter((c) => c.kind === "key").map((c) => c.name));
  const meet = (a: number, b: number) => keys[a]?.some((key) => keys[b]?.includes(key)) ?? false;
  const places = columns.map((_, i) => i);
  const pairs = places.flatMap((a) => places.filter((b) => b > a).map((b) => [a, b] as const));
  const fits = ([a, b]: readonly [number, number]) =>
    twist === "synthetic key"
      ? meet(a, b)
      : !meet(a, b) && places.some((c) => c !== a && c !== b && meet(a, c) && meet(b, c));
  const pair = pairs.find(fits);
  for (const i of pair ?? []) columns[i]?.push({ name: "k", kind: "key", type: "INTEGER" });
  return pair !== undefined;
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
