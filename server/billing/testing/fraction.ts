/** Exact fractions for tests: two whole numbers, nothing else. */
export interface Fraction {
  n: bigint;
  d: bigint;
}

export const whole = (n: bigint | number): Fraction => ({ n: BigInt(n), d: 1n });

/** Reads `"12.5"`. */
export function read(text: string): Fraction {
  const [, sign = "", digits = "0", rest = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const n = BigInt(digits + rest);
  return { n: sign ? -n : n, d: 10n ** BigInt(rest.length) };
}

export const add = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
export const sub = (a: Fraction, b: Fraction): Fraction => add(a, { n: -b.n, d: b.d });
export const mul = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
export const div = (a: Fraction, b: Fraction): Fraction =>
  b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n };
export const less = (a: Fraction, b: Fraction) => a.n * b.d < b.n * a.d;
export const least = (a: Fraction, b: Fraction) => (less(a, b) ? a : b);

/** The nearest whole number; a half goes to the even one. */
export function nearest({ n, d }: Fraction): number {
  const down = n >= 0n ? n / d : -((-n + d - 1n) / d);
  const twice = (n - down * d) * 2n;
  if (twice > d || (twice === d && down % 2n !== 0n)) return Number(down + 1n);
  return Number(down);
}

/** The next whole number upwards. */
export const up = ({ n, d }: Fraction): Fraction => whole(n % d === 0n ? n / d : n / d + (n > 0n ? 1n : 0n));
