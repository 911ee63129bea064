import type { Column } from "./plan";

const FIRST = 116;
const BAR = 118;
const WIDTH = { value: 84, number: 72, change: 84, course: 84 };
/** Room a letter of a head takes, and what is free beside it. */
const HEAD = { letter: 6, free: 16 };
/** Of the column that opens what does not fit. */
export const FOLD = 36;

/** Width in px a column needs to be read. */
export function widthOf(column: Column, index: number): number {
  if (index === 0) return FIRST;
  if (column.kind !== "number") return WIDTH[column.kind];
  const head = Math.min(BAR, column.label.length * HEAD.letter + HEAD.free);
  return column.bar ? BAR : Math.max(WIDTH.number, head);
}

function rankOf(column: Column, index: number): number {
  if (index === 0) return 9;
  if (column.kind === "number") return column.bar ? 8 : 6;
  return { change: 5, value: 4, course: 3 }[column.kind];
}

/**
 * Columns that fit into `width` px and those a row opens below itself. Given back first: courses, further names,
 * changes, figures without a bar; the first column always stays.
 */
export function fitColumns(columns: Column[], width: number): { shown: Column[]; folded: Column[] } {
  const all = columns.map((column, i) => ({ column, rank: rankOf(column, i), width: widthOf(column, i) }));
  const total = all.reduce((sum, entry) => sum + entry.width, 0);
  if (total <= width) return { shown: columns, folded: [] };
  let left = width - FOLD;
  const fits = new Set<Column>();
  for (const entry of all.sort((a, b) => b.rank - a.rank)) {
    if (fits.size > 0 && left < entry.width) break;
    left -= entry.width;
    fits.add(entry.column);
  }
  return { shown: columns.filter((c) => fits.has(c)), folded: columns.filter((c) => !fits.has(c)) };
}
