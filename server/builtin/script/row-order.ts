import { quoteName } from "./quoting";

/**
 * Rows of a table in load order, as runs of places (row ids) that follow each other: `[first, count]`. A table without
 * one has its rows in load order.
 */
export type RowOrder = readonly (readonly [first: number, count: number])[];

/** The order of rows that lie as they were loaded. */
export function natural(rows: number): RowOrder {
  return rows > 0 ? [[0, rows]] : [];
}

/** One order behind the other; runs that go on become one. */
export function joined(...orders: RowOrder[]): RowOrder {
  const runs: [number, number][] = [];
  for (const [first, count] of orders.flat()) {
    const last = runs.at(-1);
    if (last && last[0] + last[1] === first) last[1] += count;
    else if (count > 0) runs.push([first, count]);
  }
  return runs;
}

/** The order without some places. @param places ascending */
export function without(order: RowOrder, places: Int32Array): RowOrder {
  return order.flatMap(([first, count]) => {
    const runs: [number, number][] = [];
    let from = first;
    for (let i = lowerBound(places, first); (places[i] ?? Number.POSITIVE_INFINITY) < first + count; i++) {
      const place = places[i] as number;
      if (place > from) runs.push([from, place - from]);
      from = place + 1;
    }
    if (from < first + count) runs.push([from, first + count - from]);
    return runs;
  });
}

/** Where in the order places stand, from 0. @returns ascending */
export function ranksOf(order: RowOrder, places: Int32Array): Int32Array {
  const ranks: number[] = [];
  let before = 0;
  for (const [first, count] of order) {
    for (let i = lowerBound(places, first); (places[i] ?? Number.POSITIVE_INFINITY) < first + count; i++)
      ranks.push(before + (places[i] as number) - first);
    before += count;
  }
  return Int32Array.from(ranks);
}

/** Index of the first of ascending numbers that is not less. */
function lowerBound(sorted: Int32Array, least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What follows FROM: a table's rows as `t`; and SQL of their places in load order. */
export interface OrderedRows {
  from: string;
  rank: string;
  /** They lie in load order: read without sorting they come so. */
  areInOrder: boolean;
}

export function orderedRows(table: string, order: RowOrder | undefined): OrderedRows {
  const { join, rank } = ranked("t.rowid", order);
  return { from: `main.${quoteName(table)} AS t${join}`, rank, areInOrder: !order };
}

/** What is joined to rows, and SQL of their places in load order. @param place SQL of a row's place in its table */
export function ranked(place: string, order: RowOrder | undefined): { join: string; rank: string } {
  if (!order) return { join: "", rank: place };
  let before = 0;
  const shifts = order.map(([first, count]) => {
    before += count;
    return before - count - first;
  });
  const runs = `SELECT unnest([${order.map(([first]) => first).join()}]) AS "~first", unnest([${shifts.join()}]) AS "~shift"`;
  return { join: ` ASOF JOIN (${runs}) AS o ON ${place} >= o."~first"`, rank: `${place} + o."~shift"` };
}
