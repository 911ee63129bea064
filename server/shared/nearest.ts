/** A swap is the likelier slip: it counts a little less than another edit. */
const SWAP = 0.9;

/** Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`, ignoring case. */
export function editDistance(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  let before: number[] = [];
  let row = Array.from({ length: y.length + 1 }, (_, i) => i);
  for (let i = 1; i <= x.length; i++) {
    const next = [i];
    for (let j = 1; j <= y.length; j++) {
      const same = x[i - 1] === y[j - 1] ? 0 : 1;
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && x[i - 1] === y[j - 2] && x[i - 2] === y[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + SWAP);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[y.length] ?? 0;
}

/** The name a person probably meant: the closest one within a third of its length, or null. */
export function nearest(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    // No fewer edits than letters too many: names of a megabyte are not worth looking at.
    if (Math.abs(name.length - candidate.length) >= bestDistance) continue;
    // Of two names equally far away the one of like length was meant: ">=" by "=>", not "=".
    const distance = editDistance(name, candidate) + Math.abs(name.length - candidate.length) / 1000;
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** ` Did you mean "x"?`, or `""`: to append to a sentence about an unknown name. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const hit = nearest(name, known);
  return hit === null ? "" : ` Did you mean "${hit}"?`;
}
