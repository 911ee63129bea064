import { type Asking, cubePlan, kindOf, readMeasures } from "@/server/builtin/associative/asking";
import type { Catalog, CatalogField } from "@/server/builtin/associative/catalog";
import type { Measure } from "@/server/builtin/associative/expressions";
import { typedField } from "@/server/builtin/associative/fields";
import type { GraphTable } from "@/server/builtin/associative/graph";
import type { Reduction } from "@/server/builtin/associative/reduction";
import { compileExpression } from "@/server/builtin/script/compile";
import type { Settings } from "@/server/builtin/script/settings";
import type { CubeAnswer } from "@/server/platform/model";
import type { WantedFold } from "./gather";
import { NotHeld, NULL_INTEGER, type Numbers } from "./tables";

/** A plain aggregation of a plain field. */
export interface HeldMeasure {
  aggregation: "sum" | "count" | "avg" | "min" | "max";
  field: CatalogField;
  /** The table whose rows it runs over. */
  table: GraphTable;
  column: CubeAnswer["columns"][number];
}

const AGGREGATIONS: ReadonlySet<string> = new Set(["sum", "count", "avg", "min", "max"]);
const NUMERIC: ReadonlySet<string> = new Set(["integer", "decimal", "number"]);

/** @throws NotHeld; what `readMeasures` throws */
export function heldMeasures(asking: Asking, texts: readonly string[]): HeldMeasure[] {
  const measures = readMeasures(asking, texts);
  const { reduction } = cubePlan(asking, measures, asking.selections);
  return measures.map((measure, i) => heldMeasure(measure, texts[i] ?? "", reduction, asking.settings));
}

function heldMeasure(measure: Measure, name: string, reduction: Reduction, settings: Settings): HeldMeasure {
  const { catalog } = reduction;
  const { expr: call } = measure;
  if (call.kind !== "call" || !isAggregation(call.name) || call.set || call.total || call.distinct)
    throw new NotHeld("No plain aggregation.");
  const [argument, ...others] = call.args;
  if (argument?.kind !== "field" || others.length > 0) throw new NotHeld("No plain field.");
  const field = catalog.field(argument.name);
  const [column, ...copies] = field?.columns ?? [];
  if (!field || !column || copies.length > 0) throw new NotHeld("A key.");
  if (call.name !== "count" && !NUMERIC.has(field.kind)) throw new NotHeld("No numbers.");
  const table = catalog.table(column.table);
  const typed = typedField(reduction, table, field, "x", false);
  const { type, format } = compileExpression(call, {
    field: () => typed,
    fieldNames: () => [],
    settings,
    grouping: [],
  });
  return {
    aggregation: call.name,
    field,
    table,
    column: { name, kind: "measure", type: kindOf(type), ...(format ? { format } : {}) },
  };
}

function isAggregation(name: string): name is HeldMeasure["aggregation"] {
  return AGGREGATIONS.has(name);
}

/** Whether a measure reads numbers, or counts values of another kind. */
export function readsNumbers({ field }: HeldMeasure): boolean {
  return NUMERIC.has(field.kind);
}

/** Stands for a column of anything in counts: 0 for a value. */
export function presence(codes: ArrayLike<number>, none: number): Numbers {
  const rows = new Int32Array(codes.length);
  let hasNulls = false;
  for (let i = 0; i < codes.length; i++)
    if (codes[i] === none) {
      rows[i] = NULL_INTEGER;
      hasNulls = true;
    }
  return { rows, scale: 0, hasNulls, bytes: rows.byteLength };
}

export function wantedFold({ aggregation }: HeldMeasure, numbers: Numbers): WantedFold {
  return {
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
