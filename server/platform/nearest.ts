/** Edit distance that counts a swap of neighbors as one, over lower-cased text. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/**
 * Up to three candidates that a person may have meant by `name`, nearest first: `cust_id` for `customer_id`.
 * Only names that share at least half of their letters count; long lists are cut at 2,000 candidates.
 */
export function nearestNames(name: string, candidates: readonly string[]): string[] {
  const wanted = plain(name).slice(0, 64);
  return candidates
    .slice(0, 2000)
    .map((candidate) => {
      const other = plain(candidate).slice(0, 64);
      const inside =
        wanted.length > 2 && other.length > 2 && (other.includes(wanted) || wanted.includes(other));
      return {
        candidate,
        far: inside ? 1 : distance(wanted, other),
        size: Math.max(wanted.length, other.length),
      };
    })
    .filter(({ far, size }) => far <= size / 2)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** ` Did you mean "a" or "b"?`, or an empty string. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const names = nearestNames(name, candidates).map((n) => `"${n}"`);
  if (names.length === 0) return "";
  const last = names.pop();
  return ` Did you mean ${names.length > 0 ? `${names.join(", ")} or ${last}` : last}?`;
}
