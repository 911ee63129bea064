import type { Combinations } from "./cross";
import type { Compare } from "./order";

/** Notes the groups that have rows at all. */
export function markRows(rows: Uint8Array, counts: Uint32Array): void {
  for (let group = 0; group < rows.length; group++) if (counts[group] !== 0) rows[group] = 1;
}

/** Rows without a value of a dimension are not shown. */
export function hideNull(rows: Uint8Array, combinations: Combinations, dimension: number): void {
  const none = combinations.none(dimension);
  for (let group = 0; group < rows.length; group++)
    if (rows[group] === 1 && combinations.codeOf(group, dimension) === none) rows[group] = 0;
}

/** By a dimension's values; numbers come before texts, and NULL last, both ways. */
export function compareCodes(combinations: Combinations, dimension: number, direction: number): Compare {
  const [none, numeric] = [combinations.none(dimension), combinations.numeric(dimension)];
  return (a, b) => {
    const [x, y] = [combinations.codeOf(a, dimension), combinations.codeOf(b, dimension)];
    return x === none || y === none || x < numeric !== y < numeric ? x - y : (x - y) * direction;
  };
}

/** Places that are marked. */
export function placesOf(marks: Uint8Array): Uint32Array {
  const places = new Uint32Array(marks.length);
  let found = 0;
  for (let i = 0; i < marks.length; i++) if (marks[i] === 1) places[found++] = i;
  return places.subarray(0, found);
}
