import type { Catalog } from "./catalog";
import type { GraphTable } from "./graph";

/** One table reached from another over a link. */
export interface Hop {
  table: GraphTable;
  from: GraphTable;
  /** Fields that are equal on both sides. */
  fields: string[];
}

interface Reached {
  table: GraphTable;
  distance: number;
  hop?: Hop;
}

/** Everything reachable from some tables, nearest first; real tables before hidden ones at the same distance. */
export function reach(catalog: Catalog, from: readonly GraphTable[]): Reached[] {
  const found = new Map<string, Reached>(from.map((table) => [table.name, { table, distance: 0 }]));
  const queue = [...found.values()];
  for (let at = queue.shift(); at; at = queue.shift())
    for (const index of at.table.links) {
      const link = catalog.graph.links[index];
      for (const name of link?.members ?? []) {
        if (found.has(name) || !link) continue;
        const table = catalog.table(name);
        const next = {
          table,
          distance: at.distance + 1,
          hop: { table, from: at.table, fields: link.fields },
        };
        found.set(name, next);
        queue.push(next);
      }
    }
  const order = (r: Reached) => r.distance * 2 + (r.table.combines ? 1 : 0);
  return [...found.values()].sort((a, b) => order(a) - order(b));
}

/**
 * The smallest tree that holds `start` and every target, as hops outward from `start`.
 * Targets that cannot be reached are left out.
 */
export function treeFrom(catalog: Catalog, start: GraphTable, targets: readonly GraphTable[]): Hop[] {
  const reached = new Map(reach(catalog, [start]).map((r) => [r.table.name, r.hop]));
  const needed = new Map<string, Hop>();
  for (const target of targets)
    for (let hop = reached.get(target.name); hop; hop = reached.get(hop.from.name))
      needed.set(hop.table.name, hop);
  return [...reached.keys()].flatMap((name) => needed.get(name) ?? []);
}

/** Tables of a tree, the start first. */
export function tablesOf(start: GraphTable, hops: readonly Hop[]): GraphTable[] {
  return [start, ...hops.map((h) => h.table)];
}

/** Whether a row finds at most one row at the other end of the hop. */
export function meetsOnce(catalog: Catalog, { table, fields }: Hop): boolean {
  if (table.combines) return table.fields.length === fields.length;
  return catalog.isUnique(table.name, fields);
}
