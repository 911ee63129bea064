import type { Column } from "./plan";

const WIDTH = { value: 84, number: 70, bar: 142, change: 74, course: 104 };

const widthOf = (column: Column, index: number) =>
  column.kind === "value"
    ? index === 0
      ? 124
      : WIDTH.value
    : column.kind === "number" && column.bar
      ? WIDTH.bar
      : WIDTH[column.kind];

/**
 * Columns that fit into `width` px and those a row opens below itself. Given back first: courses, further names,
 * changes, figures without a bar; the first column always stays.
 */
export function fitColumns(columns: Column[], width: number): { shown: Column[]; folded: Column[] } {
  const rank = (column: Column, index: number) => {
    if (index === 0) return 9;
    if (column.kind === "number") return column.bar ? 8 : 6;
    return column.kind === "change" ? 5 : column.kind === "value" ? 4 : 3;
  };
  const order = columns
    .map((column, index) => ({ column, rank: rank(column, index), width: widthOf(column, index) }))
    .sort((a, b) => b.rank - a.rank);
  let left = width;
  const fits = new Set<Column>();
  for (const entry of order) {
    if (fits.size > 0 && left < entry.width) break;
    left -= entry.width;
    fits.add(entry.column);
  }
  return { shown: columns.filter((c) => fits.has(c)), folded: columns.filter((c) => !fits.has(c)) };
}
