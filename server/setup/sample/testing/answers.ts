import { expect } from "vitest";

const RELATIVE = 1e-9;

function sameCell(ours: unknown, theirs: unknown): boolean {
  if (typeof ours === "number" && typeof theirs === "number")
    return Math.abs(ours - theirs) <= RELATIVE * Math.max(1, Math.abs(ours), Math.abs(theirs));
  return ours === theirs;
}

const byText = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);

/** Rows in any order; texts exactly, numbers to 1e-9 relative. */
export function expectSameAnswer(
  ours: readonly unknown[][],
  theirs: readonly unknown[][],
  name: string,
): void {
  const [left, right] = [[...ours].sort(byText), [...theirs].sort(byText)];
  const same =
    left.length === right.length &&
    left.every(
      (row, i) => row.length === right[i]?.length && row.every((cell, j) => sameCell(cell, right[i]?.[j])),
    );
  if (!same) expect({ name, rows: left }).toEqual({ name, rows: right });
}
