import type { Call } from "@/server/builtin/script/ast";
import type { Answer, CubeDimension, FieldType } from "@/server/platform/model";
import type { CatalogField } from "./catalog";
import { type CubePlan, rowsByValue } from "./cube-rows";
import type { Dollars } from "./dollars";
import { type Measure, readDimension, readMeasure } from "./expressions";
import type { DimensionColumn } from "./groups";
import { withNested } from "./nested";
import type { Selection } from "./selections";
import { Sets, type Surroundings } from "./sets";
import type { Workspace } from "./workspace";

export { kindOf } from "./kinds";

/** One click: what all its questions share. */
export interface Asking extends Surroundings {
  workspace: Workspace;
  selections: Selection[];
  locked: ReadonlySet<string>;
  dollars: Dollars;
}

/** A question put together, to be run after all others are. */
export interface PlannedQuestion {
  answer(): Promise<Answer>;
}

/** A dimension of a question. */
export interface AskedDimension extends DimensionColumn {
  /** The field it is, if it is just that. */
  field: CatalogField | null;
  hidesNull: boolean;
}

export function readDimensions(
  asking: Asking,
  dimensions: readonly CubeDimension[],
  path = "dimensions",
  from = 0,
): AskedDimension[] {
  const { catalog } = asking.workspace;
  const { variables } = asking.dollars;
  return dimensions.map(({ expression: text, nulls }, i) => {
    const where = { text, path: `${path}[${i}]` };
    const written = { ...where, source: asking.dollars.source(where), variables };
    const dimension = withNested(
      cubePlan(asking, [], asking.selections),
      readDimension(catalog, written),
      rowsByValue,
    );
    const { expr } = dimension;
    const field = expr.kind === "field" ? (catalog.field(expr.name) ?? null) : null;
    return { index: from + i, dimension, field, hidesNull: nulls !== "show" };
  });
}

export function readMeasures(asking: Asking, texts: readonly string[]): Measure[] {
  const { workspace, dollars } = asking;
  return texts.map((text, i) => {
    const where = { text, path: `measures[${i}]` };
    return readMeasure(workspace.catalog, {
      ...where,
      source: dollars.source(where),
      variables: dollars.variables,
    });
  });
}

/** What a cube of the measures is made of, under selections. */
export function cubePlan(asking: Asking, measures: Measure[], selections: readonly Selection[]): CubePlan {
  const { workspace, settings, functions } = asking;
  const sets = new Sets(workspace, selections, asking);
  const owner = new Map<Call, Measure>();
  for (const m of measures) for (const call of callsOf(m)) owner.set(call, m);
  return {
    reduction: sets.current,
    reductionOf: (call) => sets.of(call, owner.get(call) ?? { text: call.written, path: "measures" }),
    measures,
    settings,
    functions,
  };
}

/** Its aggregations, also those inside `Aggr()`. */
function callsOf({ aggregations, nested, lookedUp }: Measure): Call[] {
  const tables = [...nested.values(), ...[...lookedUp.values()].flatMap((l) => l.tables)];
  return [...aggregations, ...tables.flatMap((n) => n.measures.flatMap(callsOf))];
}

/** SQL of a dimension's cell, from its columns `d…` and `s…`. */
export function dimensionCell({ index }: DimensionColumn, kind: FieldType, alias: string): string {
  const d = `${alias}.d${index}`;
  return kind === "dual" ? `{'num': ${d}.n, 'txt': ${alias}.s${index}}` : d;
}
