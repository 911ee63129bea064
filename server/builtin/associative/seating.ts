import type { CubeSort } from "@/server/platform/model";
import type { DimensionColumn, Grouped } from "./groups";
import { kindOf } from "./kinds";
import { orderSql, type SortColumn } from "./sorting";

/** One direction in which the cells of a chart lie beside each other. */
export interface Axis {
  /** Columns whose values are equal within a segment: all dimensions but the innermost. */
  segment: readonly string[];
  /** The same where TOTAL makes one segment of everything. */
  whole: readonly string[];
  /** ORDER BY of the cells. */
  order: string;
}

/** How the cells of a chart lie, for functions that look at other cells. */
export interface Seating {
  /** Rows, one below the other; null in totals. */
  down: Axis | null;
  /** Columns of a cross table; null in all other charts. */
  across: Axis | null;
  /** Dimensions the cell is split by, and those of them in columns. */
  dimensions: number;
  columns: number;
}

/** A total stands alone. */
export const TOTALS: Seating = { down: null, across: null, dimensions: 0, columns: 0 };

/** Rows of a chart by their dimensions, each sorted by value. */
export function seatedByValue(dimensions: readonly DimensionColumn[], grouped: Grouped): Seating {
  return seatedRows(
    dimensions.map((d) => sortColumn(d, grouped)),
    [],
  );
}

/** Rows of a chart in the order asked for: the dimensions sorted by first, then the others. */
export function seatedRows(
  dimensions: readonly SortColumn[],
  sort: readonly Pick<CubeSort, "column" | "order" | "as">[],
): Seating {
  const asked = sort.flatMap(({ column, order, as }) => {
    const by = dimensions[column];
    return by ? [{ by, order, as }] : [];
  });
  const rest = dimensions
    .filter((d) => !asked.some((a) => a.by === d))
    .map((by) => ({ by, order: "asc" as const, as: undefined }));
  const all = [...asked, ...rest];
  if (all.length === 0) return TOTALS;
  // Only the first mention of a dimension says where it stands.
  const names = [...new Set(all.map((a) => a.by.column))];
  return {
    down: {
      segment: names.slice(0, -1),
      whole: [],
      order: all.map(({ by, order, as }) => orderSql(by, order, as)).join(", "),
    },
    across: null,
    dimensions: dimensions.length,
    columns: 0,
  };
}

/** Cells of a cross table by the dimensions of their rows and columns, each sorted by value; a total has none of them. */
export function seatedCells(
  rows: readonly DimensionColumn[],
  columns: readonly DimensionColumn[],
  grouped: Grouped,
): Seating {
  const axis = (along: readonly DimensionColumn[], beside: readonly DimensionColumn[]): Axis | null => {
    const whole = beside.map((d) => `d${d.index}`);
    if (along.length === 0) return null;
    return {
      segment: [...along.slice(0, -1).map((d) => `d${d.index}`), ...whole],
      whole,
      order: along.map((d) => orderSql(sortColumn(d, grouped), "asc")).join(", "),
    };
  };
  return {
    down: axis(rows, columns),
    across: axis(columns, rows),
    dimensions: rows.length,
    columns: columns.length,
  };
}

export function sortColumn({ index }: DimensionColumn, grouped: Grouped): SortColumn {
  const kind = kindOf(grouped.types.get(`d${index}`));
  return { column: `d${index}`, kind, ...(kind === "dual" ? { text: `s${index}` } : {}) };
}
