import type { GraphTable } from "@/server/builtin/associative/graph";
import type { Reduction } from "@/server/builtin/associative/reduction";
import type { Answer } from "@/server/platform/model";
import { fieldsOfCube, type HeldCube } from "./cubes";
import { readsNumbers } from "./measures";
import type { RowFormula } from "./row-formula";

/** One question of a click: what it needs loaded, what it wants of the pass, its answer. */
export interface Part {
  needs: Needs;
  sets?: Reduction[];
  wantGroups(): void;
  wantTotals(): void;
  answer(): Answer;
  /** Something it needs is not held. */
  failed: boolean;
}

/** Codes, values and numbers, by field name. */
export interface Needs {
  codes: string[];
  values: string[];
  numbers: string[];
  tables: GraphTable[];
  formulas: { formula: RowFormula; table: GraphTable }[];
  /** Tables whose rows are grouped by several dimensions. */
  crossed: string[];
}

export function needsOfField(name: string, tables: GraphTable[], values: string[] = []): Needs {
  return { codes: [name], values, tables, numbers: [], formulas: [], crossed: [] };
}

export function needsOfCube(cube: HeldCube): Needs {
  const { dimensions, parts } = cube;
  const byKind = (numbers: boolean) => parts.filter((p) => readsNumbers(p) === numbers);
  return {
    codes: [...fieldsOfCube(cube), ...byKind(false).map((p) => p.field.name)],
    values: dimensions.map((d) => d.field),
    tables: parts.map((p) => p.table),
    numbers: byKind(true).flatMap((p) => p.formula?.fields ?? [p.field.name]),
    crossed: parts
      .filter((p) => dimensions.length > 1 || (dimensions.length > 0 && p.aggregation === "distinct"))
      .map((p) => p.table.name),
    formulas: parts.flatMap(({ formula, table }) => (formula ? [{ formula, table }] : [])),
  };
}

/** What several cubes need together. */
export function needsOfAll(cubes: readonly HeldCube[]): Needs {
  const all = cubes.map(needsOfCube);
  return {
    codes: all.flatMap((n) => n.codes),
    values: all.flatMap((n) => n.values),
    tables: all.flatMap((n) => n.tables),
    numbers: all.flatMap((n) => n.numbers),
    formulas: all.flatMap((n) => n.formulas),
    crossed: all.flatMap((n) => n.crossed),
  };
}
