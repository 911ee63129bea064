import { type Asking, cubePlan, kindOf, readMeasures } from "@/server/builtin/associative/asking";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import { CombinedRows } from "@/server/builtin/associative/combined-rows";
import { type CubePlan, replaceCalls } from "@/server/builtin/associative/cube-rows";
import type { Measure } from "@/server/builtin/associative/expressions";
import { typedField } from "@/server/builtin/associative/fields";
import type { GraphTable } from "@/server/builtin/associative/graph";
import type { Reduction } from "@/server/builtin/associative/reduction";
import type { ModelColumn } from "@/server/builtin/associative/types";
import type { Call, Expr } from "@/server/builtin/script/ast";
import { compileExpression } from "@/server/builtin/script/compile";
import type { Typed } from "@/server/builtin/script/convert";
import { TYPES, type ValueType } from "@/server/builtin/script/types";
import type { CubeAnswer } from "@/server/platform/model";
import { type Formula, formulaOf, scaleOfType } from "./formula";
import type { WantedFold } from "./gather";
import { scaleOf } from "./load";
import { memoryFor } from "./memory";
import { type RowFormula, rowFormula } from "./row-formula";
import { hasNumbers, isPlainField, NotHeld, NULL_INTEGER, type Numbers } from "./tables";

/** A plain aggregation of a plain field, or of arithmetic of some of one table. */
export interface HeldPart {
  aggregation: "sum" | "count" | "avg" | "min" | "max" | "distinct";
  /** The field, or the first one of the formula. */
  field: CatalogField;
  /** What is worked out row by row. */
  formula: RowFormula | null;
  /** The table whose rows it runs over. */
  table: GraphTable;
  /** Over everything, not split by the dimension. */
  isTotal: boolean;
  /** Its own selections, instead of the click's. */
  set: Reduction | null;
  /** As SQL has it. */
  typed: Pick<Typed, "type" | "format">;
}

/** What is made of some aggregations. */
export interface HeldMeasure {
  parts: HeldPart[];
  formula: Formula;
  column: CubeAnswer["columns"][number];
}

const AGGREGATIONS: ReadonlySet<string> = new Set(["sum", "count", "avg", "min", "max"]);

/** @throws NotHeld; what `readMeasures` throws */
export function heldMeasures(asking: Asking, texts: readonly string[]): HeldMeasure[] {
  const measures = readMeasures(asking, texts);
  const plan = cubePlan(asking, measures, asking.selections);
  return measures.map((measure, i) => heldMeasure(measure, texts[i] ?? "", plan));
}

function heldMeasure(measure: Measure, name: string, plan: CubePlan): HeldMeasure {
  const { settings } = plan;
  const parts = measure.aggregations.map((call) => heldPart(call, plan));
  const leaves = new Map(
    measure.aggregations.map((call, index) => [call, { index, type: typeOfPart(parts[index]) }]),
  );
  const formula = formulaOf(measure.expr, leaves);
  const names = parts.map((_, i) => `a${i}`);
  const { type, format } = compileExpression(replaceCalls(measure.expr, measure, names), {
    field: (a) => ({
      sql: a,
      type: typeOfPart(parts[names.indexOf(a)]),
      ...formatOf(parts[names.indexOf(a)]),
    }),
    fieldNames: () => names,
    settings,
  });
  return {
    parts,
    formula,
    column: { name, kind: "measure", type: kindOf(type), ...(format ? { format } : {}) },
  };
}

function typeOfPart(part: HeldPart | undefined): ValueType {
  if (!part) throw new NotHeld("No aggregation.");
  return part.typed.type;
}

function formatOf(part: HeldPart | undefined): { format?: string } {
  return part?.typed.format ? { format: part.typed.format } : {};
}

function heldPart(call: Call, { reduction, reductionOf, settings }: CubePlan): HeldPart {
  if (!isAggregation(call.name) || (call.total && call.total.fields.length > 0))
    throw new NotHeld("No plain aggregation.");
  const [argument, ...others] = call.args;
  if (!argument || others.length > 0) throw new NotHeld("No plain field.");
  const { field, table, formula, typeOf } = sourceOf(argument, reduction);
  if (call.name !== "count" && !hasNumbers(field)) throw new NotHeld("No numbers.");
  if (call.distinct && (call.name !== "count" || formula || !isPlainField(field)))
    throw new NotHeld("Different numbers.");
  const { type, format } = compileExpression(call, {
    field: typeOf,
    fieldNames: () => [],
    settings,
    grouping: [],
  });
  const scale = () => (formula ? formula.scale : scaleOf(singleColumn(field)));
  if (["sum", "min", "max"].includes(call.name) && scaleOfType(type) !== scale())
    throw new NotHeld("Figures of another kind than their numbers.");
  return {
    aggregation: call.distinct ? "distinct" : call.name,
    field,
    formula,
    table,
    isTotal: call.total !== undefined,
    set: call.set ? heldSet(reductionOf(call)) : null,
    typed: { type, format },
  };
}

/** What an aggregation runs over: a field, or arithmetic of fields of one table. */
function sourceOf(argument: Expr, reduction: Reduction) {
  const { catalog } = reduction;
  const typeOf = (name: string) => {
    const field = fieldNamed(catalog, name);
    return typedField(reduction, catalog.table(singleColumn(field).table), field, "x", false);
  };
  const formula =
    argument.kind === "field" ? null : rowFormula(argument, (name) => numericType(catalog, name, typeOf));
  const names = argument.kind === "field" ? [argument.name] : (formula?.fields ?? []);
  const fields = names.map((name) => fieldNamed(catalog, name));
  const [field] = fields;
  const [table, ...others] = new Set(fields.map((f) => singleColumn(f).table));
  if (!field || table === undefined || others.length > 0) throw new NotHeld("Fields of several tables.");
  return { field, table: catalog.table(table), formula, typeOf };
}

function numericType(catalog: Catalog, name: string, typeOf: (name: string) => Typed): ValueType {
  const field = fieldNamed(catalog, name);
  // Arithmetic sees no more of a dual.
  if (field.kind === "dual" && hasNumbers(field)) return TYPES.number;
  const { type } = typeOf(name);
  if (!hasNumbers(field) || scaleOfType(type) !== scaleOf(singleColumn(field)))
    throw new NotHeld("No numbers.");
  return type;
}

/** The column of a field that is in one table only. */
function singleColumn({ columns }: CatalogField): ModelColumn {
  const [column, ...copies] = columns;
  if (!column || copies.length > 0) throw new NotHeld("A key.");
  return column;
}

/** Selections by plain values of fields. */
function heldSet(rows: Reduction): Reduction {
  const { selections } = rows;
  if (rows instanceof CombinedRows || selections.some((s) => s.keys || !isPlainField(s.field)))
    throw new NotHeld("A set found by SQL.");
  return rows;
}

function isAggregation(name: string): name is Exclude<HeldPart["aggregation"], "distinct"> {
  return AGGREGATIONS.has(name);
}

/** Whether an aggregation reads numbers, or counts values. */
export function readsNumbers({ aggregation, field, formula }: HeldPart): boolean {
  if (field.kind === "dual" && !formula) return aggregation !== "count" && aggregation !== "distinct";
  return aggregation !== "distinct" && hasNumbers(field);
}

/** Stands for a column of anything in counts: 0 for a value. */
export function presence(codes: ArrayLike<number>, none: number): Numbers {
  const rows = new Int32Array(memoryFor(codes.length, 4));
  let hasNulls = false;
  for (let i = 0; i < codes.length; i++)
    if (codes[i] === none) {
      rows[i] = NULL_INTEGER;
      hasNulls = true;
    }
  return { rows, scale: 0, hasNulls, bytes: rows.byteLength };
}

export function wantedFold(part: HeldPart, numbers: Numbers): WantedFold {
  const { aggregation, field, formula } = part;
  const name = formula
    ? `formula ${formula.key}`
    : `${readsNumbers(part) ? "number" : "value"} ${field.name}`;
  return {
    name,
    numbers,
    sum: aggregation === "sum" || aggregation === "avg",
    least: aggregation === "min",
    most: aggregation === "max",
  };
}

/** The catalog's field of a name, which is known to be there. */
export function fieldNamed(catalog: Catalog, name: string): CatalogField {
  const field = catalog.field(name);
  if (!field) throw new NotHeld(`No field "${name}".`);
  return field;
}
