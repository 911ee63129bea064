import {
  type AskedDimension,
  type Asking,
  cubePlan,
  kindOf,
  readDimensions,
  readMeasures,
} from "@/server/builtin/associative/asking";
import { checkCube } from "@/server/builtin/associative/cube-checks";
import { typedField } from "@/server/builtin/associative/fields";
import { compileExpression } from "@/server/builtin/script/compile";
import type { CubeAnswer, CubeQuestion } from "@/server/platform/model";
import { type HeldMeasure, type HeldPart, heldMeasures } from "./measures";
import { fieldsOfRoute, type Route, routeTo } from "./rollup";
import { isPlainField, NotHeld } from "./tables";

/** A cube the kernel can answer: at most one dimension, a field, and plain aggregations. */
export interface HeldCube {
  question: CubeQuestion;
  dimension: {
    asked: AskedDimension;
    field: string;
    column: CubeAnswer["columns"][number];
    /** By table of an aggregation that is split. */
    routes: Map<string, Route>;
  } | null;
  measures: HeldMeasure[];
  /** Those of all measures, in order. */
  parts: HeldPart[];
  /** The dimension's own selection is left out of its rows. */
  keepsAlternatives: boolean;
  /** Rows may be of values in several states. */
  wantsStates: boolean;
}

/** @throws NotHeld; what is wrong with the question */
export function heldCube(asking: Asking, question: CubeQuestion): HeldCube {
  if (question.dimensions.length > 1 || question.measures.length === 0)
    throw new NotHeld("Not one dimension.");
  if (question.sort?.some((s) => s.as !== undefined && s.as !== "value"))
    throw new NotHeld("An order of its own.");
  const [asked] = readDimensions(asking, question.dimensions);
  const measures = heldMeasures(asking, question.measures);
  checkCube(question, asked ? [asked] : [], readMeasures(asking, question.measures));
  const parts = measures.flatMap((m) => m.parts);
  if (asked && (parts.every((p) => p.isTotal) || parts.some((p) => p.aggregation === "distinct")))
    throw new NotHeld("Nothing is split by the dimension, or only different values are.");
  const hasSets = parts.some((p) => p.set);
  const selected = asking.selections.some((s) => s.field.name === asked?.field?.name);
  const keepsAlternatives = question.alternatives === true && selected;
  if (keepsAlternatives && hasSets) throw new NotHeld("Sets beside alternatives.");
  return {
    question,
    measures,
    parts,
    keepsAlternatives,
    wantsStates: keepsAlternatives || hasSets,
    dimension: asked
      ? heldDimension(
          asking,
          asked,
          question.dimensions[0]?.expression ?? "",
          parts.filter((p) => !p.isTotal),
        )
      : null,
  };
}

/** Where the rows of each aggregation find the dimension's value. */
function heldDimension(
  asking: Asking,
  asked: AskedDimension,
  name: string,
  parts: readonly HeldPart[],
): HeldCube["dimension"] {
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
export function fieldsOfCube({ dimension }: HeldCube): string[] {
  if (!dimension) return [];
  return [...dimension.routes.values()].flatMap((route) => fieldsOfRoute(route, dimension.field));
}
