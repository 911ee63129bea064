import {
  type AskedDimension,
  type Asking,
  cubePlan,
  kindOf,
  readDimensions,
  readMeasures,
} from "@/server/builtin/associative/asking";
import type { Catalog } from "@/server/builtin/associative/catalog";
import { checkCube } from "@/server/builtin/associative/cube-checks";
import { typedField } from "@/server/builtin/associative/fields";
import { compileExpression } from "@/server/builtin/script/compile";
import type { CubeAnswer, CubeQuestion } from "@/server/platform/model";
import { MOST_GROUPS } from "./cross";
import { MOST_PAIRS } from "./distinct";
import { type HeldMeasure, type HeldPart, heldMeasures } from "./measures";
import { fieldsOfRoute, type Route, routeTo } from "./rollup";
import { isPlainField, NotHeld } from "./tables";

/** A field that rows are grouped by. */
export interface Crossing {
  field: string;
  /** By table of an aggregation that is split. */
  routes: Map<string, Route>;
}

export interface HeldDimension extends Crossing {
  asked: AskedDimension;
  column: CubeAnswer["columns"][number];
}

/** A cube the kernel can answer: dimensions that are fields, and plain aggregations. */
export interface HeldCube {
  question: CubeQuestion;
  dimensions: HeldDimension[];
  measures: HeldMeasure[];
  /** Those of all measures, in order. */
  parts: HeldPart[];
  /** The dimension's own selection is left out of its rows. */
  keepsAlternatives: boolean;
  /** Of the cube of which it is one view, all counted once by the finest groups; its own, where it stands alone. */
  finest: readonly Crossing[];
  /** Rows may be of values in several states. */
  wantsStates: boolean;
}

/**
 * @param tellsStates false where nobody asks for the states of its rows
 * @throws NotHeld; what is wrong with the question
 */
export function heldCube(asking: Asking, question: CubeQuestion, tellsStates = true): HeldCube {
  if (question.measures.length === 0) throw new NotHeld("No measure.");
  if (question.sort?.some((s) => s.as !== undefined && s.as !== "value"))
    throw new NotHeld("An order of its own.");
  const dimensions = readDimensions(asking, question.dimensions);
  const measures = heldMeasures(asking, question.measures);
  checkCube(question, dimensions, readMeasures(asking, question.measures));
  const parts = measures.flatMap((m) => m.parts);
  const [first] = dimensions;
  if (first && parts.every((p) => p.isTotal)) throw new NotHeld("Nothing is split by the dimension.");
  const hasSets = tellsStates && parts.some((p) => p.set);
  const selected = asking.selections.some((s) => s.field.name === first?.field?.name);
  const keepsAlternatives = question.alternatives === true && selected;
  if (keepsAlternatives && hasSets) throw new NotHeld("Sets beside alternatives.");
  if (dimensions.length > 1)
    requirePlainCross(asking.workspace.catalog, question, dimensions, keepsAlternatives || hasSets);
  const split = parts.filter((p) => !p.isTotal);
  if (first) requireFewPairs(asking.workspace.catalog, question, dimensions, parts);
  const held = dimensions.map((d, i) =>
    heldDimension(asking, d, question.dimensions[i]?.expression ?? "", split),
  );
  const wantsStates = keepsAlternatives || hasSets;
  return { question, measures, parts, keepsAlternatives, wantsStates, dimensions: held, finest: held };
}

/** Several dimensions are crossed where they have few values together, and nothing else is asked for. */
function requirePlainCross(
  catalog: Catalog,
  question: CubeQuestion,
  dimensions: readonly AskedDimension[],
  wantsStates: boolean,
): void {
  const names = dimensions.map((d) => d.field?.name);
  if (combinations(catalog, names) > MOST_GROUPS) throw new NotHeld("Too many groups.");
  if (new Set(names).size < names.length || question.others || wantsStates)
    throw new NotHeld("States or a rest of combinations.");
}

/** Different values are counted where there are few pairs of group and value, and no rest is asked for. */
function requireFewPairs(
  catalog: Catalog,
  question: CubeQuestion,
  dimensions: readonly AskedDimension[],
  parts: readonly HeldPart[],
): void {
  for (const { aggregation, field, isTotal } of parts) {
    if (aggregation !== "distinct") continue;
    const names = [...dimensions.map((d) => d.field?.name), field.name];
    if (isTotal || question.others || combinations(catalog, names) > MOST_PAIRS)
      throw new NotHeld("Different values of everything, of a rest, or too many.");
  }
}

/** Of the fields' values and NULL, whether they occur or not. */
function combinations({ model }: Catalog, names: readonly (string | undefined)[]): number {
  const codes = names.map((name) => (model.fields.find((f) => f.name === name)?.distinct ?? 0) + 1);
  return codes.reduce((product, n) => product * n, 1);
}

/** Where the rows of each aggregation find the dimension's value. */
function heldDimension(
  asking: Asking,
  asked: AskedDimension,
  name: string,
  parts: readonly HeldPart[],
): HeldDimension {
  const { workspace, selections, settings } = asking;
  const { field } = asked;
  if (!field || !isPlainField(field)) throw new NotHeld("No plain field.");
  const routes = new Map(
    parts.map(({ table }) => [table.name, routeTo(workspace.catalog, table, field.name)]),
  );
  const [route] = routes.values();
  if (!route) throw new NotHeld("No measure.");
  const { reduction } = cubePlan(asking, [], selections);
  const typed = typedField(reduction, route.home, field, "x", true);
  const { type, format } = compileExpression(asked.dimension.expr, {
    field: () => typed,
    fieldNames: () => [],
    settings,
  });
  const column = { name, kind: "dimension" as const, type: kindOf(type), ...(format ? { format } : {}) };
  return { asked, field: field.name, column, routes };
}

/** Fields whose codes a cube reads. */
export function fieldsOfCube({ dimensions }: HeldCube): string[] {
  return dimensions.flatMap(({ routes, field }) =>
    [...routes.values()].flatMap((route) => fieldsOfRoute(route, field)),
  );
}
