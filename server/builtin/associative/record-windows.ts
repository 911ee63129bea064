import { asDouble, asNumber, type Typed } from "@/server/builtin/script/convert";
import { TYPES } from "@/server/builtin/script/types";
import type { Axis } from "./seating";

/** SQL of looking at other cells, all of it over the columns of one sub-query. */

export function partition(axis: Axis, total: boolean, more: readonly string[] = []): string {
  const by = [...(total ? axis.whole : axis.segment), ...more];
  return by.length > 0 ? `PARTITION BY ${by.join(", ")}` : "";
}

/** A number as written, or SQL that gives one per row. */
export type Amount = number | string;

/** The cell some steps back (negative: ahead); NULL beyond the segment. */
export function stepped(value: Typed, axis: Axis, total: boolean, steps: Amount): Typed {
  return {
    ...value,
    sql: `lag(${value.sql}, ${steps}) OVER (${partition(axis, total)} ORDER BY ${axis.order})`,
  };
}

/** The n-th cell from the start of the segment, from its end where n is negative; NULL where there is none. */
export function nth(value: Typed, axis: Axis, total: boolean, n: number): Typed {
  const order = n < 0 ? reversed(axis.order) : axis.order;
  const frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";
  const over = `${partition(axis, total)} ORDER BY ${order} ${frame}`;
  const sql = n === 0 ? `NULL::${value.type.sql}` : `nth_value(${value.sql}, ${Math.abs(n)}) OVER (${over})`;
  return { ...value, sql };
}

/** `count` cells from `offset` steps back on, further back; ahead where `ahead`. */
export function stretch(axis: Axis, total: boolean, offset: number, count: Amount, ahead: boolean): string {
  const [near, far] =
    typeof count === "number"
      ? [offset, offset + count - 1]
      : [offset, `greatest(coalesce(${count}, 1) + ${offset - 1}, ${offset})`];
  const rows = ahead
    ? `ROWS BETWEEN ${near} FOLLOWING AND ${far} FOLLOWING`
    : `ROWS BETWEEN ${far} PRECEDING AND ${near} PRECEDING`;
  return `${partition(axis, total)} ORDER BY ${axis.order} ${rows}`;
}

/** The first `count` cells from the n-th on, counted from the start of the segment, or from its end. */
export function ends(axis: Axis, total: boolean, n: number, count: number): { filter: string; over: string } {
  const order = n < 0 ? reversed(axis.order) : axis.order;
  const from = Math.abs(n);
  return {
    filter: `row_number() OVER (${partition(axis, total)} ORDER BY ${order}) BETWEEN ${from} AND ${from + count - 1}`,
    over: partition(axis, total),
  };
}

/** What a range function makes of a stretch of cells, as SQL behind which ` OVER (…)` follows. */
export const GATHERED: Record<string, (value: Typed, filter: string) => Typed> = {
  rangesum(value, filter) {
    const number = asNumber(value);
    const sum = `sum(${number.sql})${filter}`;
    return number.type.kind === "integer"
      ? { sql: sum, type: { kind: "decimal", sql: "DECIMAL(38,0)" } }
      : { sql: `sum(${asDouble(value)})${filter}`, type: TYPES.number };
  },
  rangecount: (value, filter) => ({ sql: `count(${value.sql})${filter}`, type: TYPES.integer }),
  rangemin: (value, filter) => ({ ...asNumber(value), sql: `min(${asNumber(value).sql})${filter}` }),
  rangemax: (value, filter) => ({ ...asNumber(value), sql: `max(${asNumber(value).sql})${filter}` }),
};

export function reversed(order: string): string {
  return order.replace(/ (asc|desc) NULLS LAST/g, (_, direction) =>
    direction === "asc" ? " desc NULLS FIRST" : " asc NULLS FIRST",
  );
}

/** Place of a value among its segment's, the largest first: `lo` to `hi` where equal ones share it, `at` among these. */
export function places(column: string, axis: Axis, total: boolean): string {
  const among = partition(axis, total);
  const equal = partition(axis, total, [column]);
  const lo = `rank() OVER (${among} ORDER BY ${column} DESC NULLS LAST)`;
  const ties = `count(*) OVER (${equal})`;
  const parts = {
    lo,
    hi: `${lo} + ${ties} - 1`,
    n: `count(${column}) OVER (${among})`,
    at: `row_number() OVER (${equal} ORDER BY ${axis.order})`,
  };
  return `CASE WHEN ${column} IS NOT NULL THEN {${Object.entries(parts)
    .map(([name, sql]) => `'${name}': ${sql}`)
    .join(", ")}} END`;
}

/** The rank as number and text, by mode and format. */
export function ranked(place: string, mode: number, format: number): Typed {
  const [lo, hi, at] = [`${place}.lo`, `${place}.hi`, `${place}.at`];
  const middle = `((1 + ${place}.n) / 2.0::DOUBLE)`;
  const numbers = [
    `CASE WHEN ${hi} <= ${middle} THEN ${lo} WHEN ${lo} >= ${middle} THEN ${hi} ELSE ${middle} END`,
    lo,
    `(${lo} + ${hi}) / 2.0::DOUBLE`,
    hi,
    `${lo} + ${at} - 1`,
  ];
  const texts = [
    `CASE WHEN ${lo} = ${hi} THEN ${lo}::VARCHAR ELSE ${lo} || '-' || ${hi} END`,
    `${lo}::VARCHAR`,
    `CASE WHEN ${at} = 1 THEN ${lo}::VARCHAR ELSE '' END`,
  ];
  const dual = `{'num': CAST(${numbers[mode]} AS DOUBLE), 'txt': ${texts[format]}}`;
  return { sql: `CASE WHEN ${place} IS NOT NULL THEN ${dual} END`, type: TYPES.dual };
}
