import type { Catalog } from "./catalog";
import { crossesLoop } from "./errors";
import type { GraphTable } from "./graph";
import type { Selection } from "./selections";

/**
 * Refuses (`query.loop`) what is asked of tables that a selection reaches only through a circle. A selection in
 * tables that are not connected at all is no hindrance: it changes nothing there.
 */
export function requireReachable(
  catalog: Catalog,
  selections: readonly Selection[],
  asked: readonly (readonly GraphTable[])[],
): void {
  for (const tables of asked)
    for (const { field } of selections) {
      const holders = catalog.graph.tables.filter((t) => t.fields.includes(field.name));
      const near = holders.some((h) => tables.some((t) => t.island === h.island));
      const beyond = holders.some((h) => tables.some((t) => t.component === h.component));
      if (!near && beyond)
        throw crossesLoop(
          catalog,
          [...tables, ...holders.filter((h) => !h.combines)].map((t) => t.name),
        );
    }
}
