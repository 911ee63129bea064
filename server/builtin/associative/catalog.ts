import type { FieldType } from "@/server/platform/model";
import { buildGraph, type Graph, type GraphTable } from "./graph";
import { groupBy } from "./grouping";
import { commonKind } from "./kinds";
import type { AssociativeModel, ModelColumn } from "./types";

/** A model made ready for questions: look-ups by name, and how the tables hang together. */
export interface Catalog {
  model: AssociativeModel;
  graph: Graph;
  table(name: string): GraphTable;
  field(name: string): CatalogField | undefined;
  /** Column of a field in a table; hidden tables have the columns of their key fields. */
  column(table: string, field: string): ModelColumn;
  isUnique(table: string, fields: readonly string[]): boolean;
}

export interface CatalogField {
  name: string;
  kind: FieldType;
  columns: ModelColumn[];
}

const uniqueKey = (table: string, fields: readonly string[]) => JSON.stringify([table, [...fields].sort()]);

const catalogs = new WeakMap<AssociativeModel, Catalog>();

/** The model's catalog, made once. */
export function catalogOf(model: AssociativeModel): Catalog {
  const made = catalogs.get(model) ?? openCatalog(model);
  catalogs.set(model, made);
  return made;
}

/** A fresh catalog; for a model that is still being described. */
export function openCatalog(model: AssociativeModel): Catalog {
  const graph = buildGraph(model.tables);
  const tables = new Map(graph.tables.map((t) => [t.name, t]));
  const fields = new Map<string, CatalogField>();
  for (const [name, columns] of groupBy(model.columns, (c) => c.field))
    fields.set(name, { name, columns, kind: commonKind(columns.map((c) => c.kind)) });
  const columns = new Map(model.columns.map((c) => [JSON.stringify([c.table, c.field]), c]));
  const unique = new Set(model.uniqueKeys.map((k) => uniqueKey(k.table, k.fields)));
  const table = (name: string) => known(tables.get(name), name);
  return {
    model,
    graph,
    table,
    field: (name) => fields.get(name),
    column(tableName, field) {
      // A hidden table reads its columns as the first table it combines has them.
      let at = table(tableName);
      while (at.combines?.[0]) at = table(at.combines[0]);
      return { ...known(columns.get(JSON.stringify([at.name, field])), field), table: tableName };
    },
    isUnique: (tableName, names) => unique.has(uniqueKey(tableName, names)),
  };
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The model has no "${name}".`);
  return value;
}
