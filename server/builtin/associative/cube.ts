import type { Typed } from "@/server/builtin/script/convert";
import type { CubeAnswer, CubeQuestion, FieldType, ValueState } from "@/server/platform/model";
import {
  type AskedDimension,
  type Asking,
  cubePlan,
  dimensionCell,
  type PlannedQuestion,
  readDimensions,
  readMeasures,
} from "./asking";
import { checkCube } from "./cube-checks";
import { type CubePlan, groupedRows, measured } from "./cube-rows";
import { allValues, isState, valueStates } from "./field-list";
import { columnsOf, type Grouped } from "./groups";
import { keyOfColumn } from "./keys";
import { kindOf } from "./kinds";
import { hasAggr } from "./nested-expressions";
import { looksAround, needsOrder } from "./records";
import { seatedRows, sortColumn } from "./seating";
import { orderSql, type SortColumn } from "./sorting";
import { Statement } from "./statement";
import type { Planned } from "./workspace";

const DEFAULT_ROWS = 1_000;

/** Everything about one cube question that its statements need. */
interface Cube {
  asking: Asking;
  question: CubeQuestion;
  dimensions: AskedDimension[];
  /** Of the rows; of totals it is `current`. They differ where alternatives are kept. */
  plan: CubePlan;
  current: CubePlan;
  /** Tells its shared tables from those of other questions. */
  key: string;
}

/** Puts a cube question together. @throws `query.*` */
export function planCube(asking: Asking, key: string, question: CubeQuestion): PlannedQuestion {
  const dimensions = readDimensions(asking, question.dimensions);
  const measures = readMeasures(asking, question.measures);
  checkCube(question, dimensions, measures);
  const [first] = dimensions;
  const kept = question.alternatives ? first?.field?.name : undefined;
  const relaxed = asking.selections.filter((s) => s.field.name !== kept);
  const current = cubePlan(asking, measures, asking.selections);
  const plan = relaxed.length < asking.selections.length ? cubePlan(asking, measures, relaxed) : current;
  const cube: Cube = { asking, question, dimensions, plan, current, key };
  const page = planPage(cube);
  const measured = measures.length > 0 && dimensions.length > 0;
  const totals = question.totals && measured ? planMeasures(cube, current) : null;
  const rest = question.others && measured ? planMeasures(cube, plan, { shown: page.top }) : null;
  return { answer: () => answerCube(cube, page, totals, rest) };
}

interface Page {
  planned: Planned;
  columns: CubeAnswer["columns"];
  /** Shared table of the rows shown, where a rest is asked for. */
  top: string;
  /** What all rows' states are, where they need not be looked up. */
  state: ValueState | null;
}

async function answerCube(
  { asking, question, dimensions }: Cube,
  page: Page,
  totals: Planned | null,
  rest: Planned | null,
): Promise<CubeAnswer> {
  const { workspace } = asking;
  const all = await workspace.read(page.planned);
  const shown = all.filter((row) => row[1] === true);
  const rows = shown.map((row) => row.slice(3));
  const rowCount = Number(all[0]?.[0] ?? 0);
  const answer: CubeAnswer = { kind: "cube", columns: page.columns, rows, rowCount };
  if (dimensions[0]?.field)
    answer.states = shown.map(([, , state]) => page.state ?? (isState(state) ? state : "O"));
  if (question.others && rowCount > rows.length) {
    const [measures = []] = rest ? await workspace.read(rest) : [];
    answer.others = { count: rowCount - rows.length, measures };
  }
  if (totals) [answer.totals] = await workspace.read(totals);
  else if (question.totals) answer.totals = dimensions.length === 0 ? (rows[0] ?? []) : [];
  return answer;
}

/** The rows: grouped, with their states, without hidden NULLs, sorted, cut; their number comes with each. */
function planPage(cube: Cube): Page {
  const { asking, question, dimensions, plan } = cube;
  const { workspace } = asking;
  const state = constantState(cube);
  const page: Page = { planned: { sql: "", needs: new Set() }, columns: [], top: "", state };
  page.planned = workspace.plan(() => {
    const statement = new Statement();
    const grouped = groupedRows(plan, statement, dimensions);
    const sorted = shownRows(cube, statement, grouped, page);
    const order = orderOf(cube, sorted);
    const { limit = DEFAULT_ROWS, offset = 0 } = question;
    const cells = cellsOf(dimensions, sorted, plan.measures.length);
    const columns = `p.state, ${cells.join(", ")}`;
    if (!question.others)
      return statement.sql(`SELECT n.n, p.here, ${columns} FROM (SELECT count(*) AS n FROM shown) n
        LEFT JOIN (SELECT *, true AS here FROM shown ${order} LIMIT ${limit} OFFSET ${offset}) p ON true ${order}`);
    const top = statement.sql(
      `SELECT *, (SELECT count(*) FROM shown) AS n FROM shown ${order} LIMIT ${limit}`,
    );
    page.top = workspace.table(`top ${cube.key}`, () => () => top);
    return `SELECT p.n, true, ${columns} FROM ${page.top} p ${order}`;
  });
  return page;
}

/** Defines sub-query `shown` and says how its columns are sorted; fills in what the answer's columns are. */
function shownRows(cube: Cube, statement: Statement, grouped: Grouped, page: Page): SortColumn[] {
  const { question, dimensions, plan } = cube;
  const { keys, texts } = columnsOf(dimensions, grouped.types);
  const beside = dimensions.map((d) => lookUp(cube, d, grouped, page.state === null));
  const states = beside[0]?.state ? `${beside[0].state} AS state` : "NULL AS state";
  const seen = beside.flatMap((b, i) => (b.seen ? [`${b.seen} AS seen${i}`] : []));
  const hidden = dimensions.filter((d) => d.hidesNull).map((d) => `d${d.index} IS NOT NULL`);
  const where = hidden.length > 0 ? ` WHERE ${hidden.join(" AND ")}` : "";
  const joins = beside.map((b) => b.join).join("");
  const across: SortColumn[] = dimensions.map((d, i) => ({
    ...sortColumn(d, grouped),
    ...(beside[i]?.seen ? { seen: `seen${i}` } : {}),
    ...(beside[i]?.state ? { state: "state" } : {}),
  }));
  const rows = { ...grouped, part: `${grouped.part}${joins}${where}` };
  let besides = [states, ...seen];
  if (plan.measures.some(looksAround)) {
    // What is not shown is not looked at: rows are left out first.
    const all = [`${grouped.part}.*`, ...besides].join(", ");
    const from = rows.part;
    rows.part = statement.part("seated", () => `SELECT ${all} FROM ${from}`);
    besides = ["state", ...beside.flatMap((b, i) => (b.seen ? [`seen${i}`] : []))];
  }
  const { part, values } = measured(plan, statement, rows, seatedRows(across, sortOf(cube)));
  const needed = [...keys, ...texts, ...values.map((v, i) => `${v.sql} AS v${i}`), ...besides].join(", ");
  const filled = question.zeros === "hide" && dimensions.length > 0 ? values.map(isFilled) : [];
  if (filled.length > 0) {
    const counted = statement.part("counted", () => `SELECT ${needed} FROM ${part}`);
    statement.part("shown", () => `SELECT * FROM ${counted} WHERE ${filled.join(" OR ")}`);
  } else statement.part("shown", () => `SELECT ${needed} FROM ${part}`);
  const sorted: SortColumn[] = [
    ...across,
    ...values.map((v, i) => ({ column: `v${i}`, kind: kindOf(v.type) })),
  ];
  const names = [...question.dimensions.map((d) => d.expression), ...question.measures];
  const formats = [
    ...dimensions.map((d) => grouped.formats.get(`d${d.index}`)),
    ...values.map((v) => v.format),
  ];
  page.columns = sorted.map(({ kind }, i) => ({
    name: names[i] ?? "",
    kind: i < dimensions.length ? "dimension" : "measure",
    type: kind,
    ...(formats[i] ? { format: formats[i] } : {}),
  }));
  return sorted;
}

/** SQL condition that a measure of a row is neither zero nor NULL. */
function isFilled({ type }: Typed, index: number): string {
  const value = `v${index}`;
  if (type.kind === "integer" || type.kind === "number" || type.kind === "decimal")
    return `coalesce(${value} <> 0, false)`;
  if (type.kind === "boolean") return `coalesce(${value}, false)`;
  return type.kind === "dual"
    ? `coalesce(${value}.num <> 0, ${value}.txt IS NOT NULL)`
    : `${value} IS NOT NULL`;
}

interface LookUp {
  join: string;
  state?: string;
  seen?: string;
}

/** Joins a field's values to its dimension, for states or for the order of appearance. */
function lookUp({ asking, question }: Cube, d: AskedDimension, grouped: Grouped, states: boolean): LookUp {
  if (!d.field) return { join: "" };
  const { workspace, selections, locked } = asking;
  const wantsState = d.index === 0 && states;
  const wantsSeen = question.sort?.some((s) => s.column === d.index && s.as === "load");
  if (!wantsState && !wantsSeen) return { join: "" };
  const table = wantsState
    ? valueStates(workspace, d.field, selections, locked.has(d.field.name))
    : allValues(workspace, d.field);
  const alias = `l${d.index}`;
  const column = `d${d.index}`;
  const key = keyOfColumn(`${grouped.part}.${column}`, grouped.types.get(column));
  return {
    join: ` LEFT JOIN ${table} ${alias} ON ${alias}.k = ${key}`,
    seen: `${alias}.seen`,
    ...(wantsState ? { state: `${alias}.state` } : {}),
  };
}

/** Where every row is possible by the current selections, its state follows from whether its field has one. */
function constantState({ asking, dimensions, plan, current }: Cube): ValueState | null {
  const field = dimensions[0]?.field;
  if (!field) return "O";
  const calls = plan.measures.flatMap((m) => m.aggregations);
  if (plan !== current || calls.some((call) => call.set || hasAggr(call))) return null;
  if (!asking.selections.some((s) => s.field.name === field.name)) return "O";
  return asking.locked.has(field.name) ? "L" : "S";
}

/** Sorting by a measure is left out where measures look at other rows: these must lie in their order first. */
function sortOf({ question, dimensions, plan }: Cube): NonNullable<CubeQuestion["sort"]> {
  const sort = question.sort ?? [];
  return plan.measures.some(needsOrder) ? sort.filter((s) => s.column < dimensions.length) : sort;
}

function orderOf(cube: Cube, sorted: SortColumn[]): string {
  const { dimensions } = cube;
  const asked = sortOf(cube).flatMap(({ column, order, as }) => {
    const by = sorted[column];
    return by ? [orderSql(by, order, as)] : [];
  });
  const rest = dimensions.flatMap((d) => {
    const by = sorted[d.index];
    return by ? [orderSql(by, "asc")] : [];
  });
  const all = [...asked, ...rest];
  return all.length > 0 ? `ORDER BY ${all.join(", ")}` : "";
}

function cellsOf(dimensions: readonly AskedDimension[], sorted: readonly SortColumn[], measures: number) {
  const kinds = (i: number): FieldType => sorted[i]?.kind ?? "text";
  return [
    ...dimensions.map((d) => dimensionCell(d, kinds(d.index), "p")),
    ...Array.from({ length: measures }, (_, i) => `p.v${i}`),
  ];
}

/** Every measure over everything selected, or over the rest: computed anew, never summed. */
function planMeasures({ asking, dimensions }: Cube, plan: CubePlan, rest?: { shown: string }): Planned {
  return asking.workspace.plan(() => {
    const statement = new Statement();
    const rows = rest
      ? groupedRows(plan, statement, dimensions, { ...rest, withNull: dimensions[0]?.hidesNull === false })
      : groupedRows(plan, statement, []);
    const { part, values } = measured(plan, statement, rows);
    return statement.sql(`SELECT ${values.map((v) => v.sql).join(", ")} FROM ${part}`);
  });
}
