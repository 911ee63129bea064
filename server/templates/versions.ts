/** Order of semantic versions: numbers by value, a pre-release before its release. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [split(a), split(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (x.numbers[i] ?? 0) - (y.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (x.pre === y.pre) return 0;
  if (x.pre === "") return 1;
  if (y.pre === "") return -1;
  return comparePre(x.pre.split("."), y.pre.split("."));
}

function split(version: string): { numbers: number[]; pre: string } {
  const dash = version.indexOf("-");
  const core = dash === -1 ? version : version.slice(0, dash);
  return { numbers: core.split(".").map(Number), pre: dash === -1 ? "" : version.slice(dash + 1) };
}

function comparePre(a: string[], b: string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === undefined) return -1;
    if (y === undefined) return 1;
    if (x === y) continue;
    const [n, m] = [Number(x), Number(y)];
    if (!Number.isNaN(n) && !Number.isNaN(m)) return n - m;
    if (!Number.isNaN(n)) return -1;
    if (!Number.isNaN(m)) return 1;
    return x < y ? -1 : 1;
  }
  return 0;
}

/** `sales@1.0.0` as its parts. */
export function splitRef(ref: string): { id: string; version: string } {
  const at = ref.indexOf("@");
  return { id: ref.slice(0, at), version: ref.slice(at + 1) };
}
