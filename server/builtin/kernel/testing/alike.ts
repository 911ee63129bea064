/** Whether two answers are the same, floats to 1e-9 relative. */
export function alike(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number")
    return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, i) => alike(x, b[i]));
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a).sort();
    return alike(keys, Object.keys(b).sort()) && keys.every((key) => alike(a[key], b[key]));
  }
  return a === b;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
