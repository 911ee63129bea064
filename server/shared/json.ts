export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** JSON with sorted keys and no undefined: equal values give equal text. For hashes and comparisons. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, v) =>
    v && typeof v === "object" && !Array.isArray(v) && !(v instanceof Date)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
}
