import type { DuckDBConnection } from "@duckdb/node-api";
import { isOverflow } from "@/server/builtin/script/overflow";
import { defaultSettings, inDoubles, type Settings } from "@/server/builtin/script/settings";
import type { FieldType, Query, QueryResult } from "@/server/platform/model";
import { type Asking, cubePlan, readMeasures } from "./asking";
import { catalogOf } from "./catalog";
import { type CubePlan, groupedRows, measured, rowsByValue } from "./cube-rows";
import { Dollars } from "./dollars";
import { readDimension } from "./expressions";
import { columnsOf, type DimensionColumn } from "./groups";
import { kindOf } from "./kinds";
import { withNested } from "./nested";
import { needsOrder } from "./records";
import { type CheckedQuery, checkQuery } from "./requests";
import { seatedRows, sortColumn } from "./seating";
import { chartFunctions } from "./selection-functions";
import { readSelections, type Selection } from "./selections";
import { Statement } from "./statement";
import type { AssociativeModel } from "./types";
import { type Planned, Workspace } from "./workspace";

export interface QueryOptions {
  /** Told back in the result. */
  generation: string;
  /** Instant of `Today()` and `Now()`. */
  now?: Date;
}

interface Plan extends CubePlan {
  workspace: Workspace;
  query: CheckedQuery;
  dimensions: DimensionColumn[];
}

/**
 * Answers a query over the associated tables in SQL.
 * @param db connection to the generation; only reads, leaves temp tables
 * @throws `query.invalid`, `query.field_missing`, `query.expression`, `query.loop`, `query.unlinked`,
 *   `query.key_ambiguous`, `query.failed`
 */
export async function query(
  db: DuckDBConnection,
  model: AssociativeModel,
  input: Query,
  options: QueryOptions,
): Promise<QueryResult> {
  const checked = checkQuery(input);
  const settings = defaultSettings(options.now);
  try {
    return await answer(db, model, checked, { ...options, settings });
  } catch (error) {
    if (!isOverflow(error)) throw error;
    return answer(db, model, checked, { ...options, settings: inDoubles(settings) });
  }
}

async function answer(
  db: DuckDBConnection,
  model: AssociativeModel,
  checked: CheckedQuery,
  options: QueryOptions & { settings: Settings },
): Promise<QueryResult> {
  const catalog = catalogOf(model);
  const workspace = new Workspace(db, catalog);
  const selections = readSelections(catalog, checked.selections);
  const asking = askingOf(workspace, selections, options.settings);
  const { dollars } = asking;
  await dollars.expandAll([...checked.dimensions, ...checked.measures]);
  const cube = cubePlan(asking, readMeasures(asking, checked.measures), selections);
  const plan: Plan = {
    ...cube,
    workspace,
    query: checked,
    dimensions: checked.dimensions.map((text, index) => {
      const where = { text, path: `dimensions[${index}]` };
      const dimension = readDimension(catalog, { ...where, source: dollars.source(where) });
      return { dimension: withNested(cube, dimension, rowsByValue), index };
    }),
  };
  const page = planPage(plan);
  const totals = checked.totals && plan.measures.length > 0 ? planTotals(plan) : null;
  const rows = await workspace.read(page.planned);
  const [total] = totals ? await workspace.read(totals) : [[]];
  return {
    columns: page.columns,
    rows: rows.filter((row) => row[1] === true).map((row) => row.slice(2)),
    rowCount: Number(rows[0]?.[0] ?? 0),
    ...(checked.totals ? { totals: total ?? [] } : {}),
    generation: options.generation,
  };
}

/** A question that comes alone: nothing is locked, and there are neither bookmarks nor variables. */
function askingOf(workspace: Workspace, selections: Selection[], settings: Settings): Asking {
  const locked = new Set<string>();
  const around = { settings, functions: chartFunctions({ workspace, selections, locked }), named: {} };
  const dollars = new Dollars(workspace, selections, {}, around);
  return { workspace, selections, locked, dollars, ...around };
}

/** One statement: grouped rows of every base, merged, sorted, cut; their number comes with each row. */
function planPage(plan: Plan): { planned: Planned; columns: QueryResult["columns"] } {
  const { query: asked, dimensions, measures } = plan;
  let shown: { column: string; kind: FieldType; text: string | null }[] = [];
  const planned = plan.workspace.plan(() => {
    const statement = new Statement();
    const grouped = groupedRows(plan, statement, dimensions);
    const sort = measures.some(needsOrder)
      ? asked.sort.filter((s) => s.column < dimensions.length)
      : asked.sort;
    const seating = seatedRows(
      dimensions.map((d) => sortColumn(d, grouped)),
      sort,
    );
    const { part, values } = measured(plan, statement, grouped, seating);
    const { keys, texts } = columnsOf(dimensions, grouped.types);
    const columns = [...keys, ...texts, ...values.map((v, i) => `${v.sql} AS v${i}`)].join(", ");
    statement.part("shown", () => `SELECT ${columns} FROM ${part}`);
    shown = [
      ...dimensions.map(({ index }) => ({
        column: `d${index}`,
        kind: kindOf(grouped.types.get(`d${index}`)),
        text: `s${index}`,
      })),
      ...values.map((v, i) => ({ column: `v${i}`, kind: kindOf(v.type), text: null })),
    ];
    const order = [
      ...sort.map((s) => orderBy(shown[s.column], s.order)),
      ...dimensions.map((d) => orderBy(shown[d.index], "asc")),
    ];
    const by = (alias: string) =>
      order.length > 0 ? ` ORDER BY ${order.map((o) => o(alias)).join(", ")}` : "";
    const cells = shown.map(({ column, kind, text }) =>
      kind === "dual" && text ? `{'num': p.${column}.n, 'txt': p.${text}}` : `p.${column}`,
    );
    return statement.sql(
      `SELECT n.n, p.here, ${cells.join(", ")} FROM (SELECT count(*) AS n FROM shown) n
     LEFT JOIN (SELECT *, true AS here FROM shown q${by("q")} LIMIT ${asked.limit} OFFSET ${asked.offset}) p ON true${by("p")}`,
    );
  });
  const columns = shown.map(({ kind }, i) => ({
    name: [...asked.dimensions, ...asked.measures][i] ?? "",
    kind: i < dimensions.length ? ("dimension" as const) : ("measure" as const),
    type: kind,
  }));
  return { planned, columns };
}

/** Every measure over everything selected: computed anew, never summed. */
function planTotals(plan: Plan): Planned {
  return plan.workspace.plan(() => {
    const statement = new Statement();
    const grouped = groupedRows(plan, statement, []);
    const { part, values } = measured(plan, statement, grouped);
    return statement.sql(`SELECT ${values.map((v) => v.sql).join(", ")} FROM ${part}`);
  });
}

/** Numbers before texts, NULL last both ways. */
function orderBy(
  shown: { column: string; kind: FieldType; text: string | null } | undefined,
  order: "asc" | "desc",
) {
  return (alias: string): string => {
    if (!shown) return "1";
    const column = `${alias}.${shown.column}`;
    const [number, text] = shown.text ? ["n", "t"] : ["num", "txt"];
    const parts = shown.kind === "dual" ? [`${column}.${number}`, `${column}.${text}`] : [column];
    return parts.map((part) => `${part} ${order} NULLS LAST`).join(", ");
  };
}
