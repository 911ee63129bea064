import type { Typed } from "@/server/builtin/script/convert";
import type { Base } from "./bases";
import type { Catalog } from "./catalog";
import { crossesLoop, unlinked } from "./errors";
import type { Dimension } from "./expressions";
import { typedField } from "./fields";
import type { GraphTable } from "./graph";
import { type Hop, meetsOnce, reach, tablesOf, treeFrom } from "./paths";
import type { Reduction } from "./reduction";

/** Possible rows of several tables side by side. */
export interface Relation {
  /** SQL behind FROM. */
  from: string;
  /** A field's typed SQL in this relation. */
  field(name: string, uniform: boolean): Typed;
  /** SQL of the row ids that tell the base's rows apart. */
  rowIds: string[];
  /** True where a row of the base may stand here several times. */
  fansOut: boolean;
}

/**
 * The rows of a base with the tables of some dimensions looked up beside: a row linked to several rows there stands
 * several times, one linked to none has NULL.
 */
export function relationOf(reduction: Reduction, base: Base, dimensions: readonly Dimension[]): Relation {
  const { catalog } = reduction;
  const near = [
    ...reach(catalog, [base.anchor]).filter((r) => base.tables.includes(r.table)),
    ...reach(catalog, base.tables),
  ];
  const homeOf = (field: string) => near.find((r) => r.table.fields.includes(field))?.table;
  const beside = dimensions.flatMap((d) => d.fields.flatMap((f) => homeOf(f) ?? []));
  const hops = treeFrom(catalog, base.anchor, [...base.tables, ...beside]);
  const alias = aliases(tablesOf(base.anchor, hops));
  const joins = hops.map((hop) => {
    const on = equalKeys(reduction, hop, alias(hop.from), alias(hop.table));
    return `LEFT JOIN ${reduction.possible(hop.table)} ${alias(hop.table)} ON ${on}`;
  });
  return {
    from: [`${reduction.anchored(base.anchor)} ${alias(base.anchor)}`, ...joins].join(" "),
    field: fieldReader(reduction, alias, homeOf),
    rowIds: base.tables.map((t) => `${alias(t)}.r`),
    fansOut: hops.some((hop) => !base.tables.includes(hop.table) && !meetsOnce(catalog, hop)),
  };
}

/** All possible combinations of dimensions of connected tables, also those without counterpart (full outer joins). */
export function combinationsOf(reduction: Reduction, dimensions: readonly Dimension[]): Relation {
  const { catalog } = reduction;
  const fields = [...new Set(dimensions.flatMap((d) => d.fields))];
  const homeOf = (field: string) =>
    catalog.graph.tables.filter((t) => t.fields.includes(field)).sort((a, b) => rank(a) - rank(b))[0];
  const homes = fields.flatMap((f) => homeOf(f) ?? []);
  const [start] = homes;
  if (!start) throw new Error("A dimension has fields.");
  const hops = treeFrom(catalog, start, homes);
  const tables = tablesOf(start, hops);
  const names = homes.map((t) => t.name);
  const beyond = dimensions.find((d) =>
    d.fields.some((f) => homes.some((t) => t.fields.includes(f) && !tables.includes(t))),
  );
  if (beyond) throw crossesLoop(catalog, names, beyond);
  const alias = aliases(tables);
  const joined = new Map<string, string[][]>();
  const join = (hop: Hop) => {
    const link = JSON.stringify(hop.fields);
    const before = joined.get(link) ?? [reduction.keysOf(hop.from, hop.fields, alias(hop.from))];
    const keys = reduction.keysOf(hop.table, hop.fields, alias(hop.table));
    joined.set(link, [...before, keys]);
    const on = keys.map((key, i) => `coalesce(${before.map((b) => b[i]).join(", ")}) = ${key}`);
    return `FULL JOIN ${shrunk(reduction, hop.table, tables, fields)} ${alias(hop.table)} ON ${on.join(" AND ")}`;
  };
  return {
    from: [`${shrunk(reduction, start, tables, fields)} ${alias(start)}`, ...hops.map(join)].join(" "),
    field: fieldReader(reduction, alias, homeOf),
    rowIds: [],
    fansOut: true,
  };
}

/** A key's own table of values first, then the table that has the field. */
function rank(table: GraphTable): number {
  return table.combines ? table.fields.length : 1000;
}

/** Different rows of only those columns that join or are shown: keeps outer joins of facts small. */
function shrunk(
  reduction: Reduction,
  table: GraphTable,
  tables: readonly GraphTable[],
  fields: readonly string[],
): string {
  const shown = table.fields.filter(
    (f) => fields.includes(f) || tables.some((t) => t !== table && t.fields.includes(f)),
  );
  const columns = shown.map((f) => reduction.columnOf(table, f));
  return `(SELECT DISTINCT ${columns.join(", ")} FROM ${reduction.possible(table)})`;
}

/** Groups dimensions by connected tables; each group is asked for on its own, then combined with the others. */
export function unconnectedGroups(catalog: Catalog, dimensions: readonly Dimension[]): Dimension[][] {
  const groups = new Map<number, Dimension[]>();
  for (const dimension of dimensions) {
    const component = componentOf(catalog, dimension);
    groups.set(component, [...(groups.get(component) ?? []), dimension]);
  }
  return [...groups.values()];
}

/** The connected part of the model a dimension is of; `query.unlinked` where its fields are of several. */
export function componentOf(catalog: Catalog, dimension: Dimension): number {
  const tables = dimension.fields
    .flatMap((f) => catalog.field(f)?.columns.slice(0, 1) ?? [])
    .map((c) => catalog.table(c.table));
  const [first] = tables;
  if (!first) throw new Error("A dimension has fields.");
  if (tables.every((t) => t.component === first.component)) return first.component;
  throw unlinked(
    dimension,
    tables.map((t) => t.name),
  );
}

function aliases(tables: readonly GraphTable[]): (table: GraphTable) => string {
  return (table) => `a${tables.indexOf(table)}`;
}

function equalKeys(reduction: Reduction, hop: Hop, from: string, to: string): string {
  const right = reduction.keysOf(hop.table, hop.fields, to);
  return reduction
    .keysOf(hop.from, hop.fields, from)
    .map((key, i) => `${key} = ${right[i]}`)
    .join(" AND ");
}

function fieldReader(
  reduction: Reduction,
  alias: (table: GraphTable) => string,
  homeOf: (field: string) => GraphTable | undefined,
): Relation["field"] {
  return (name, uniform) => {
    const [table, field] = [homeOf(name), reduction.catalog.field(name)];
    if (!table || !field) throw crossesLoop(reduction.catalog, field?.columns.map((c) => c.table) ?? [name]);
    const sql = `${alias(table)}.${reduction.columnOf(table, name)}`;
    return typedField(reduction, table, field, sql, uniform);
  };
}
