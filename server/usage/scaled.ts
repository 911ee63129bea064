/** Quantities as whole numbers of 10⁻¹²: exact, and fast enough for a million events. Browser-safe. */
const DECIMALS = 12;
const ONE = 10n ** BigInt(DECIMALS);
const DECIMAL = /^(\d{1,15})(?:\.(\d{1,12}))?$/;

/** `"1.5"` → 1500000000000n; null for what is no decimal ≥ 0 with at most 15 digits before and 12 after the point. */
export function scaledOrNull(text: string): bigint | null {
  const found = DECIMAL.exec(text);
  if (!found) return null;
  return BigInt(found[1] ?? "0") * ONE + BigInt((found[2] ?? "").padEnd(DECIMALS, "0"));
}

/** The number a text of our own holds, which may be larger than one event's. @throws SyntaxError */
export function scaled(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return fraction ? BigInt(whole + fraction.padEnd(DECIMALS, "0")) : BigInt(whole) * ONE;
}

/** 1500000000000n → `"1.5"`: no exponent, no zeros at the end. */
export function plain(value: bigint): string {
  const whole = value / ONE;
  const fraction = value % ONE;
  if (fraction === 0n) return whole.toString();
  return `${whole}.${fraction.toString().padStart(DECIMALS, "0").replace(/0+$/, "")}`;
}

/** a / b, rounded half to even. Both ≥ 0, b > 0. */
export function divideHalfEven(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  const twice = (a % b) * 2n;
  return twice > b || (twice === b && quotient % 2n === 1n) ? quotient + 1n : quotient;
}
