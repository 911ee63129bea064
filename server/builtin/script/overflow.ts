/** As DuckDB says it, and as its client does of a value it is given. */
const OVERFLOW = /^(Out of Range|Conversion) Error: .*(overflow|out of range)|^bigint out of int64 range/is;

/** Whether an error, or one it comes of, is of a number too large for its type. */
export function isOverflow(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) if (OVERFLOW.test(e.message)) return true;
  return false;
}
