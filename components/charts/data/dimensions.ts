import type { SheetObject } from "@/server/templates/sheet-schema";
import { objectDrill, type ResolvedDimension, resolveDimensions } from "../../dashboards/object-context";
import type { ObjectContext } from "../port";

export type { ResolvedDimension };

/** A dimension with what charts need beside: the levels to drill, the rest as one value. */
export interface ChartDimension extends ResolvedDimension {
  others: boolean;
  /** Fields from the top down where it drills; the present one is `level`. */
  levels: string[];
  level: number;
}

/** The dimensions of an object in their order, each at its present drill level. */
export function dimensionsOf(object: SheetObject, context: ObjectContext): ChartDimension[] {
  const given = object.dimensions ?? (object.dimension === undefined ? [] : [object.dimension]);
  const drill = objectDrill(object);
  return resolveDimensions(object, context).map((resolved, i) => {
    const dimension = given[i];
    const levels = i === drill?.at ? [...drill.fields] : [];
    return {
      ...resolved,
      others: typeof dimension === "object" && (dimension.others ?? false),
      levels,
      level: levels.length ? Math.min(context.drillLevel(object.id), levels.length - 1) : 0,
    };
  });
}
