import { fieldsOf } from "./expression-fields";
import type { Manifest } from "./schemas";
import type { Sheet, SheetObject } from "./sheet-schema";

/** Something a document names, and where it names it. */
export interface Reference {
  kind: "field" | "measure" | "expression";
  /** Of an expression its text; its fields follow it. */
  name: string;
  path: PropertyKey[];
}

type Collect = (reference: Reference) => void;

/** Every expression of a sheet, and every field and measure it names, in its expressions too. */
export function sheetReferences(sheet: Sheet): Reference[] {
  const found: Reference[] = [];
  // The name alone stands for the value of an input, unless it is a field's: `Sum(Sales) * vRate`.
  const inputs = new Set(sheet.objects.flatMap((o) => o.variable ?? []));
  const add: Collect = (r) => {
    if (r.kind !== "field" || !inputs.has(r.name)) found.push(r);
  };
  for (const [i, f] of (sheet.pinned ?? []).entries()) field(add, f, ["pinned", i]);
  expression(add, sheet.show, ["show"]);
  for (const [id, m] of Object.entries(sheet.measures ?? {}))
    expression(add, m.value, ["measures", id, "value"]);
  for (const [i, o] of sheet.objects.entries()) object(add, o, ["objects", i]);
  return found;
}

/** Every field the manifest's own expressions name, and measures its checks name. */
export function manifestReferences(m: Manifest): Reference[] {
  const found: Reference[] = [];
  const add: Collect = (r) => found.push(r);
  for (const [i, f] of m.fields.entries()) expression(add, f.expression, ["fields", i, "expression"]);
  for (const [i, x] of m.measures.entries()) expression(add, x.expression, ["measures", i, "expression"]);
  for (const [i, c] of m.verify.entries()) {
    const named = m.measures.some((x) => x.name === c.measure);
    if (!named) expression(add, c.measure, ["verify", i, "measure"]);
    for (const f of Object.keys(c.selections ?? {})) field(add, f, ["verify", i, "selections"]);
  }
  return found;
}

function field(add: Collect, name: string | undefined, path: PropertyKey[]) {
  if (name !== undefined) add({ kind: "field", name, path });
}

function measure(add: Collect, name: string | undefined, path: PropertyKey[]) {
  if (name !== undefined) add({ kind: "measure", name, path });
}

function expression(add: Collect, text: string | undefined, path: PropertyKey[]) {
  if (text === undefined) return;
  add({ kind: "expression", name: text, path });
  for (const { name } of fieldsOf(text)) add({ kind: "field", name, path });
}

/** Dimensions, columns, rows: a field's name, or an object. */
function axis(add: Collect, item: unknown, path: PropertyKey[]): void {
  if (typeof item === "string") field(add, item, path);
  if (typeof item !== "object" || item === null) return;
  const o = item as Record<string, unknown>;
  for (const key of ["field", "over"]) if (typeof o[key] === "string") field(add, o[key], [...path, key]);
  for (const key of ["use", "against", "compare"])
    if (typeof o[key] === "string") measure(add, o[key], [...path, key]);
  for (const key of ["value", "target"])
    if (typeof o[key] === "string") expression(add, o[key], [...path, key]);
  if (Array.isArray(o.drill))
    for (const [i, f] of o.drill.entries()) if (typeof f === "string") field(add, f, [...path, "drill", i]);
  colors(add, o.color, [...path, "color"]);
}

function measureUse(add: Collect, use: SheetObject["measure"], path: PropertyKey[]) {
  if (typeof use === "string") measure(add, use, path);
  else axis(add, use, path);
}

function colors(add: Collect, color: unknown, path: PropertyKey[]) {
  if (typeof color !== "object" || color === null) return;
  const { field: by, rules } = color as { field?: string; rules?: { if: string }[] };
  field(add, by, [...path, "field"]);
  for (const [i, r] of (rules ?? []).entries())
    if (r.if.startsWith("=")) expression(add, r.if.slice(1), [...path, "rules", i, "if"]);
}

function object(add: Collect, o: SheetObject, at: PropertyKey[]) {
  expression(add, o.show, [...at, "show"]);
  axis(add, o.dimension, [...at, "dimension"]);
  for (const key of ["dimensions", "rows", "columns"] as const)
    for (const [i, item] of (o[key] ?? []).entries()) axis(add, item, [...at, key, i]);
  measureUse(add, o.measure, [...at, "measure"]);
  for (const [i, m] of (o.measures ?? []).entries()) measureUse(add, m, [...at, "measures", i]);
  measure(add, o.compare, [...at, "compare"]);
  field(add, o.trend, [...at, "trend"]);
  for (const key of ["over", "latitude", "longitude"] as const) field(add, o[key], [...at, key]);
  if (typeof o.target === "object" && typeof o.target.value === "string")
    expression(add, o.target.value, [...at, "target", "value"]);
  for (const [i, r] of (o.reference ?? []).entries())
    if (typeof r.value === "string") expression(add, r.value, [...at, "reference", i, "value"]);
  colors(add, o.color, [...at, "color"]);
  for (const [i, f] of (o.fields ?? []).entries()) {
    field(add, f.field, [...at, "fields", i, "field"]);
    measure(add, f.value, [...at, "fields", i, "value"]);
  }
  for (const [i, a] of (o.do ?? []).entries())
    for (const name of [...Object.keys(a.select ?? {}), ...(a.clear ?? [])])
      if (typeof name === "string") field(add, name, [...at, "do", i]);
}
