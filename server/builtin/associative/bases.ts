import { type Call, fieldsOf } from "@/server/builtin/script/ast";
import { AppError } from "@/server/shared/errors";
import type { Catalog } from "./catalog";
import { crossesLoop, type Expressed, placeIn, unlinked } from "./errors";
import type { GraphTable } from "./graph";
import { meetsOnce, reach, tablesOf, treeFrom } from "./paths";

/**
 * The tables whose joined rows an aggregation runs over. The rows are those of `anchor`; the others' fields are looked
 * up beside it, NULL where nothing is linked.
 */
export interface Base {
  /** Equal for aggregations over the same tables. */
  key: string;
  anchor: GraphTable;
  tables: GraphTable[];
}

/** Aggregations whose answer does not change when a value comes twice. */
const IGNORES_REPEATS = new Set(["min", "max", "minstring", "maxstring", "only"]);

/** @throws `query.unlinked`, `query.loop`, `query.key_ambiguous` */
export function baseOf(catalog: Catalog, call: Call, written: Expressed): Base {
  const tables = homesOf(catalog, call, written);
  const [first] = tables;
  if (!first) throw new Error("An aggregation has fields.");
  const closure = tablesOf(first, treeFrom(catalog, first, tables));
  const missing = tables.filter((t) => !closure.includes(t));
  if (missing.length > 0) {
    const names = tables.map((t) => t.name);
    throw missing.every((t) => t.component === first.component)
      ? crossesLoop(catalog, names, written, call.at)
      : unlinked(written, names, call.at);
  }
  const anchor = anchorOf(catalog, closure);
  return { key: JSON.stringify(closure.map((t) => t.name).sort()), anchor, tables: closure };
}

/**
 * The most detailed table: from which each of the others is met at most once; the largest where that leaves a choice.
 */
function anchorOf(catalog: Catalog, tables: readonly GraphTable[]): GraphTable {
  const order = new Map(catalog.model.tables.map((t, index) => [t.name, { rows: t.rows, index }]));
  const place = (t: GraphTable) => order.get(t.name) ?? { rows: -1, index: -1 };
  const sorted = [...tables].sort((a, b) => place(b).rows - place(a).rows || place(a).index - place(b).index);
  const detailed = sorted.find((t) => treeFrom(catalog, t, tables).every((hop) => meetsOnce(catalog, hop)));
  return detailed ?? sorted[0] ?? catalog.table("");
}

/** The tables an aggregation's fields live in. A key lives in several: those nearest to the other fields count. */
function homesOf(catalog: Catalog, call: Call, written: Expressed): GraphTable[] {
  const fields = fieldsOf(call);
  const holders = (field: string) => catalog.field(field)?.columns.map((c) => catalog.table(c.table)) ?? [];
  const fixed = fields.flatMap((f) => (holders(f).length === 1 ? holders(f) : []));
  const start = fixed.length > 0 ? fixed : homeOfKeys(catalog, call, fields, written);
  const homes = new Set(start);
  for (const field of fields) {
    const near = reach(catalog, start).find((r) => !r.table.combines && r.table.fields.includes(field));
    const held = [...homes].some((t) => t.fields.includes(field));
    if (!held) homes.add(near?.table ?? holders(field)[0] ?? catalog.table(""));
  }
  return [...homes];
}

/** Where an aggregation of nothing but keys runs. */
function homeOfKeys(
  catalog: Catalog,
  call: Call,
  fields: readonly string[],
  written: Expressed,
): GraphTable[] {
  const having = catalog.graph.tables.filter((t) => fields.every((f) => t.fields.includes(f)));
  const real = having.filter((t) => !t.combines);
  if (real.length === 1) return real;
  const hidden = having.filter((t) => t.combines).sort((a, b) => a.fields.length - b.fields.length);
  if (real.length === 0) {
    const [first] = catalog.field(fields[0] ?? "")?.columns ?? [];
    return first ? [catalog.table(first.table)] : [];
  }
  const [all] = hidden;
  if (all && (call.distinct || IGNORES_REPEATS.has(call.name))) return [all];
  throw ambiguous(call, fields, real, written);
}

function ambiguous(
  call: Call,
  fields: readonly string[],
  tables: readonly GraphTable[],
  written: Expressed,
): AppError {
  const names = tables.map((t) => t.name).join(", ");
  const { params, issues } = placeIn(written, call.at, "a key of several tables");
  const message = `"${written.text}" does not say whose rows: ${fields.join(", ")} is a key in ${names}.`;
  return new AppError("invalid", "query.key_ambiguous", message, {
    advice: `Write ${call.written}(distinct ${fields[0]}), or use a field that only the table meant has.`,
    params: { ...params, fields: fields.join(", "), tables: names },
    issues,
  });
}
