import type { Combinations } from "./cross";
import type { Compare } from "./order";

/** Notes the groups that have rows at all. @param counts of rows by group */
export function markRows(rows: Uint8Array, counts: Uint32Array): void {
  for (let group = 0; group < counts.length; group++) if (counts[group] !== 0) rows[group] = 1;
}

/** Rows without a value of a dimension are not shown. @param present the marked ones. @returns those left */
export function withoutNull(
  rows: Uint8Array,
  present: Uint32Array,
  combinations: Combinations,
  dimension: number,
): Uint32Array {
  const none = combinations.none(dimension);
  if (combinations.dimensions === 1) {
    rows[none] = 0;
    return present.at(-1) === none ? present.subarray(0, -1) : present;
  }
  let left = 0;
  for (let i = 0; i < present.length; i++) {
    const group = present[i] as number;
    if (combinations.codeOf(group, dimension) === none) rows[group] = 0;
    else present[left++] = group;
  }
  return present.subarray(0, left);
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
