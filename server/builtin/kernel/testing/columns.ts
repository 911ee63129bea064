import fc from "fast-check";

/** By type, SQL of a value of a whole number `n`, and the largest that it takes. */
const TYPES: [string, number][] = [
  ["($ + 1000000000)::BIGINT", 2 ** 31],
  ["($ - 100000)::INTEGER", 2 ** 31],
  ["($ - 2147483648)::INTEGER", 2 ** 31],
  ["(2147483647 - $)::INTEGER", 2 ** 31],
  ["($ - 9223372036854775808)::BIGINT", 2 ** 31],
  ["(9223372036854775807 - $)::BIGINT", 2 ** 31],
  ["($ - 32768)::SMALLINT", 32_768],
  ["(65535 - $)::USMALLINT", 65_536],
  ["$::UTINYINT", 256],
  ["(255 - $)::UTINYINT", 256],
  ["(127 - $)::TINYINT", 256],
  ["(4294967295 - $)::UINTEGER", 2 ** 31],
  ["(2147483640 + $)::UINTEGER", 2 ** 31],
  ["(18446744073709551615::UBIGINT - $::UBIGINT)", 2 ** 31],
  ["$::HUGEINT", 2 ** 31],
  ["DATE '1969-06-01' + $::INTEGER", 2 ** 31],
  ["$ % 2 = 0", 2 ** 31],
  ["TIMESTAMP '2020-01-01' + to_seconds($)", 2 ** 31],
  ["TIMESTAMP '2020-01-01' + to_microseconds($)", 2 ** 31],
  ["($ / 100)::DECIMAL(10,2)", 2 ** 31],
  ["(($ - 40) / 10)::DECIMAL(18,1)", 2 ** 31],
  ["(($ - 40) / 10)::DECIMAL(4,1)", 1000],
  ["($ / 8.0)::DOUBLE", 2 ** 31],
  ["'t' || $", 2 ** 31],
];

/** Columns of any kind. */
export const columns = fc.array(
  fc.record({
    type: fc.constantFrom(...TYPES),
    range: fc.constantFrom(1, 2, 5, 20, 128, 200, 256, 1000, 5000, 32_768, 65_536, 100_000, 300_000),
    order: fc.constantFrom("spread", "spread", "spread", "sorted", "late"),
    nulls: fc.constantFrom("", "", "", "i % 7 = 3", "i = 123456"),
  }),
  { minLength: 2, maxLength: 10 },
);

export type Column = typeof columns extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

/** SQL of a column's value in row `i`. */
export function valueSql({ type, range, order, nulls }: Column, column: number): string {
  const [sql, most] = type;
  const own = Math.min(range, most);
  const spread = `(hash(i, ${column}) % ${own})::BIGINT`;
  const late = `if(i < 70000, ${spread}, ${own - 1})`;
  const number = order === "spread" ? spread : order === "sorted" ? `(i * ${own} // 250000)::BIGINT` : late;
  const value = sql.replaceAll("$", `(${number})`);
  return nulls ? `CASE WHEN ${nulls} THEN NULL ELSE ${value} END` : value;
}
