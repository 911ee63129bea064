import type { Catalog } from "@/server/builtin/associative/catalog";
import type { GraphTable } from "@/server/builtin/associative/graph";
import { type Hop, meetsOnce, reach, treeFrom } from "@/server/builtin/associative/paths";
import { type FieldCodes, NotHeld } from "./tables";
import { codesIn } from "./variants";

/** How rows of a table find their value of a field: by its own column, or by a key and the rows that key leads to. */
export interface Route {
  /** Field of the table itself, by whose codes rows are counted. */
  entry: string;
  hops: Hop[];
  /** Where the field is read. */
  home: GraphTable;
}

/**
 * @throws NotHeld where a row may lead to several values, or to none for want of a link
 */
export function routeTo(catalog: Catalog, from: GraphTable, field: string): Route {
  const home = reach(catalog, [from]).find((r) => r.table.fields.includes(field))?.table;
  if (!home) throw new NotHeld("A dimension of unconnected tables.");
  const hops = treeFrom(catalog, from, [home]);
  if (hops.some((h) => h.table.combines || h.fields.length !== 1 || !meetsOnce(catalog, h)))
    throw new NotHeld("A row may have several values of the dimension.");
  return { entry: hops[0]?.fields[0] ?? field, hops, home };
}

/** Fields whose codes a route reads. */
export function fieldsOfRoute({ hops, entry }: Route, field: string): string[] {
  return [entry, field, ...hops.flatMap((h) => h.fields)];
}

/** For each code of the route's entry the code of the field; null where they are the same. */
export function rollup(
  route: Route,
  field: string,
  codesOf: (field: string) => FieldCodes,
): Uint32Array | null {
  if (route.hops.length === 0) return null;
  let lookup: Uint32Array | null = null;
  for (const [i, hop] of route.hops.entries()) {
    const key = hop.fields[0] ?? "";
    const next = route.hops[i + 1]?.fields[0] ?? field;
    const step = stepThrough(codesOf(key), codesOf(next), hop.table);
    lookup = lookup ? lookup.map((code) => step[code] ?? 0) : step;
  }
  return lookup;
}

/** For each key the value beside it in a table where keys are unique; NULL's code where there is no row. */
function stepThrough(key: FieldCodes, value: FieldCodes, table: GraphTable): Uint32Array {
  const [keys, values] = [codesIn(key, table), codesIn(value, table)];
  const step = new Uint32Array(key.size + 1).fill(value.size);
  for (let row = 0; row < keys.length; row++) step[keys[row] ?? 0] = values[row] ?? value.size;
  // NULL links nothing, even where a row has no key.
  step[key.size] = value.size;
  return step;
}
