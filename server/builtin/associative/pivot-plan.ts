import type { Typed } from "@/server/builtin/script/convert";
import type { PivotQuestion } from "@/server/platform/model";
import { type AskedDimension, dimensionCell } from "./asking";
import { type CubePlan, filledColumns, groupedRows, measured } from "./cube-rows";
import { columnsOf, type Grouped } from "./groups";
import { kindOf } from "./kinds";
import { looksAround, needsOrder } from "./records";
import { type Seating, seatedCells } from "./seating";
import { orderSql } from "./sorting";
import { Statement } from "./statement";
import type { Planned, Workspace } from "./workspace";

export interface Pivot {
  workspace: Workspace;
  cube: CubePlan;
  rows: AskedDimension[];
  columns: AskedDimension[];
  sort?: NonNullable<PivotQuestion["sort"]>;
  limitRows: number;
  limitColumns: number;
  /** Tells its shared tables from those of other questions. */
  key: string;
}

/** The rows of one depth. */
export interface Level {
  /** Rows: number, number of all rows, number of the parent, cell, one cell per measure. */
  page: Planned;
  /** Cells: number of the row, number of the column, one cell per measure; null without column dimensions. */
  cells: Planned | null;
  /** Numbers of the rows above that are open; to be filled in before `page` is read. */
  open: number[];
}

export interface PivotPlan {
  /** Every measure over everything. */
  grand: Planned;
  /** Headers: number of all, number of the column, its cells, one cell per measure (over all rows). */
  heads: Planned | null;
  levels: Level[];
}

/** All statements of a cross table: headers, then each depth of rows and their cells, the totals of each in themselves. */
export function planStatements(pivot: Pivot): PivotPlan {
  const { workspace, cube, columns } = pivot;
  const grand = workspace.plan(() => {
    const statement = new Statement();
    const grouped = groupedRows(cube, statement, []);
    const { part, values } = measured(cube, statement, grouped);
    return statement.sql(`SELECT ${values.map((v) => v.sql).join(", ")} FROM ${part}`);
  });
  const headTable = () => headersTable(pivot);
  const heads =
    columns.length > 0
      ? workspace.plan(() => {
          const { name, grouped } = headTable();
          const cells = columns.map((d) => cellOf(d, grouped));
          return `SELECT p.n, p.o, ${[...cells, ...measureColumns(pivot)].join(", ")} FROM ${name} p ORDER BY p.o`;
        })
      : null;
  const levels = pivot.rows.map(() => ({ open: [] as number[] }));
  return {
    grand,
    heads,
    levels: levels.map(({ open }, depth) => ({
      open,
      page: workspace.plan(() => {
        const { name, grouped } = levelTable(pivot, levels, depth);
        const own = pivot.rows[depth];
        const cell = own ? cellOf(own, grouped) : "NULL";
        return `SELECT p.n, p.o, p.parent, ${[cell, ...measureColumns(pivot)].join(", ")} FROM ${name} p ORDER BY p.o`;
      }),
      cells: heads
        ? workspace.plan(() =>
            planCells(pivot, levelTable(pivot, levels, depth).name, headTable().name, depth),
          )
        : null,
    })),
  };
}

interface Made {
  name: string;
  grouped: Grouped;
}

/** Shared table of the column headers shown: `o` from 0, `n`, `d…`, `s…`, `v…`. */
function headersTable(pivot: Pivot): Made {
  const { workspace, columns, limitColumns, key } = pivot;
  const statement = new Statement();
  const grouped = shownRows(pivot, statement, columns, (g) => seatedCells([], columns, g));
  const order = columns.map((d) => orderOf(d, grouped)).join(", ");
  const sql = statement.sql(numbered("shown", order, limitColumns));
  return { name: workspace.table(`pivot ${key} columns`, () => () => sql), grouped };
}

/** Shared table of the rows of one depth below open parents: `o` from 0, `parent`, `n`, `d…`, `s…`, `v…`. */
function levelTable(pivot: Pivot, levels: readonly { open: number[] }[], depth: number): Made {
  const { workspace, cube, rows, sort, limitRows, key } = pivot;
  const statement = new Statement();
  const dimensions = rows.slice(0, depth + 1);
  const grouped = shownRows(pivot, statement, dimensions, (g) => seatedCells(dimensions, [], g));
  const own = dimensions[depth];
  const bySize = sort && !cube.measures.some(needsOrder) ? [`v${sort.measure} ${sort.order} NULLS LAST`] : [];
  const order = ["parent", ...bySize, ...(own ? [orderOf(own, grouped)] : [])].join(", ");
  let from = "(SELECT *, -1 AS parent FROM shown)";
  if (depth > 0) {
    const above = levelTable(pivot, levels, depth - 1).name;
    const open = workspace.table(`pivot ${key} open ${depth}`, () => () => {
      const numbers = levels[depth]?.open ?? [];
      return `SELECT unnest([${numbers.join(", ")}]::BIGINT[]) AS o`;
    });
    const equal = sameValues(rows.slice(0, depth), "s", "a");
    from = `(SELECT s.*, a.o AS parent FROM shown s JOIN ${above} a ON ${equal} WHERE a.o IN (SELECT o FROM ${open}))`;
  }
  const sql = statement.sql(numbered(from, order, limitRows));
  return { name: workspace.table(`pivot ${key} rows ${depth}`, () => () => sql), grouped };
}

function planCells(pivot: Pivot, rowTable: string, headTable: string, depth: number): string {
  const { cube, rows, columns } = pivot;
  const statement = new Statement();
  const down = rows.slice(0, depth + 1);
  const grouped = groupedRows(cube, statement, [...down, ...columns]);
  const around = cube.measures.some(looksAround);
  const cells = around ? gridOf(pivot, statement, grouped, down) : grouped;
  const { part, values } = measured(cube, statement, cells, seatedCells(down, columns, grouped));
  const { keys } = columnsOf([...down, ...columns], grouped.types);
  const list = [...keys, ...named(values)].join(", ");
  statement.part("cells", () => `SELECT ${list} FROM ${part}${around ? " WHERE here" : ""}`);
  const measures = values.map((_, i) => `q.v${i}`).join(", ");
  return statement.sql(`SELECT r.o, c.o, ${measures} FROM cells q
    JOIN ${rowTable} r ON ${sameValues(down, "q", "r")} JOIN ${headTable} c ON ${sameValues(columns, "q", "c")}`);
}

/** Every row with every column, also where there are no data: what stands above a cell is the row above it. */
function gridOf(
  { cube, columns }: Pivot,
  statement: Statement,
  grouped: Grouped,
  down: readonly AskedDimension[],
): Grouped {
  const cells = withoutHidden(statement, [...down, ...columns], grouped.part);
  const different = (dimensions: readonly AskedDimension[]) => {
    const { keys, texts } = columnsOf(dimensions, grouped.types);
    const list = [...keys, ...texts.map((s) => `min(${s}) AS ${s}`)].join(", ");
    return `(SELECT ${list} FROM ${cells} GROUP BY ${keys.join(", ")})`;
  };
  const equal = `${sameValues(down, "g", "r")} AND ${sameValues(columns, "g", "c")}`;
  const { keys } = columnsOf([...down, ...columns], grouped.types);
  const filled = [...keys, ...filledColumns(cube), "true AS here"].join(", ");
  const values = cube.measures.flatMap((m) => m.aggregations).map((_, i) => `g.a${i}`);
  const list = ["r.*", "c.*", "g.here IS NOT NULL AS here", ...values].join(", ");
  const part = statement.part(
    "grid",
    () => `SELECT ${list} FROM ${different(down)} r CROSS JOIN ${different(columns)} c
      LEFT JOIN (SELECT ${filled} FROM ${cells}) g ON ${equal}`,
  );
  return { ...grouped, part, sparse: true };
}

/** Defines sub-query `shown`: the cube of some dimensions without hidden NULLs, columns `d…`, `s…`, `v…`. */
function shownRows(
  { cube }: Pivot,
  statement: Statement,
  dimensions: readonly AskedDimension[],
  seatingOf: (grouped: Grouped) => Seating,
): Grouped {
  const grouped = groupedRows(cube, statement, dimensions);
  const { keys, texts } = columnsOf(dimensions, grouped.types);
  const rows = { ...grouped, part: withoutHidden(statement, dimensions, grouped.part) };
  const { part, values } = measured(cube, statement, rows, seatingOf(grouped));
  const list = [...keys, ...texts, ...named(values)].join(", ");
  statement.part("shown", () => `SELECT ${list} FROM ${part}`);
  return grouped;
}

function withoutHidden(statement: Statement, dimensions: readonly AskedDimension[], part: string): string {
  const hidden = dimensions.filter((d) => d.hidesNull).map((d) => `d${d.index} IS NOT NULL`);
  if (hidden.length === 0) return part;
  return statement.part("without_null", () => `SELECT * FROM ${part} WHERE ${hidden.join(" AND ")}`);
}

function named(values: readonly Typed[]): string[] {
  return values.map((v, i) => `${v.sql} AS v${i}`);
}

/** The first rows in an order, numbered, and how many there are. */
function numbered(from: string, order: string, limit: number): string {
  const numbers = `row_number() OVER (ORDER BY ${order}) - 1 AS o, count(*) OVER () AS n`;
  return `SELECT *, ${numbers} FROM ${from} ORDER BY o LIMIT ${limit}`;
}

function sameValues(dimensions: readonly AskedDimension[], left: string, right: string): string {
  return dimensions.map(({ index: i }) => `${left}.d${i} IS NOT DISTINCT FROM ${right}.d${i}`).join(" AND ");
}

function measureColumns({ cube }: Pivot): string[] {
  return cube.measures.map((_, i) => `p.v${i}`);
}

function cellOf(dimension: AskedDimension, grouped: Grouped): string {
  return dimensionCell(dimension, kindOf(grouped.types.get(`d${dimension.index}`)), "p");
}

function orderOf({ index }: AskedDimension, grouped: Grouped): string {
  const kind = kindOf(grouped.types.get(`d${index}`));
  return orderSql({ column: `d${index}`, kind, ...(kind === "dual" ? { text: `s${index}` } : {}) }, "asc");
}
