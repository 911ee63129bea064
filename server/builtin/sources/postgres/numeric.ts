/** Sign words of PostgreSQL's binary numeric. */
const NEGATIVE = 0x4000;
const NAN = 0xc000;
const PLUS_INFINITY = 0xd000;
const MINUS_INFINITY = 0xf000;

/** Header: number of base-10000 digits, weight of the first, sign, displayed scale; two bytes each. */
const HEADER = 8;

const POWERS = Array.from({ length: 309 }, (_, i) => Number(`1e${i}`));
const power = (exponent: number) => POWERS[exponent] ?? Number.POSITIVE_INFINITY;

/** NaN and the infinities as a double; null for an ordinary number. */
export function special(view: DataView, at: number): number | null {
  const sign = view.getUint16(at + 4);
  if (sign === NAN) return Number.NaN;
  if (sign === PLUS_INFINITY) return Number.POSITIVE_INFINITY;
  return sign === MINUS_INFINITY ? Number.NEGATIVE_INFINITY : null;
}

/** The number times 10^scale, for at most 15 digits in all: every step is a whole number a double holds. */
export function unscaled(view: DataView, at: number, scale: number): number {
  const count = view.getInt16(at);
  const weight = view.getInt16(at + 2);
  let value = 0;
  for (let i = 0; i < count; i++) {
    const digit = view.getInt16(at + HEADER + 2 * i);
    const exponent = (weight - i) * 4 + scale;
    value += exponent >= 0 ? digit * power(exponent) : digit / power(-exponent);
  }
  return view.getUint16(at + 4) === NEGATIVE ? -value : value;
}

/** The same for any number of digits. */
export function bigUnscaled(bytes: Buffer, at: number, scale: number): bigint {
  const count = bytes.readInt16BE(at);
  const weight = bytes.readInt16BE(at + 2);
  let value = 0n;
  for (let i = 0; i < count; i++) value = value * 10000n + BigInt(bytes.readInt16BE(at + HEADER + 2 * i));
  const exponent = (weight - count + 1) * 4 + scale;
  value = exponent >= 0 ? value * 10n ** BigInt(exponent) : value / 10n ** BigInt(-exponent);
  return bytes.readUInt16BE(at + 4) === NEGATIVE ? -value : value;
}

/** Digits without zeros at either end, and the power of ten of the last one. */
function significant(digits: string, exponent: number): { digits: string; exponent: number } {
  const head = digits.replace(/^0+/, "");
  const body = head.replace(/0+$/, "");
  return { digits: body, exponent: body === "" ? 0 : exponent + head.length - body.length };
}

/** A number of any size as a double, and whether digits were lost: the double's shortest form is another number. */
export function toDouble(bytes: Buffer, at: number): { value: number; rounded: boolean } {
  const count = bytes.readInt16BE(at);
  const exponent = (bytes.readInt16BE(at + 2) - count + 1) * 4;
  const negative = bytes.readUInt16BE(at + 4) === NEGATIVE;
  if (count <= 3 && Math.abs(exponent) <= 20) {
    let whole = 0;
    for (let i = 0; i < count; i++) whole = whole * 10000 + bytes.readInt16BE(at + HEADER + 2 * i);
    // One rounding only: both sides are exact.
    const value = exponent >= 0 ? whole * power(exponent) : whole / power(-exponent);
    return { value: negative ? -value : value, rounded: false };
  }
  let text = "";
  for (let i = 0; i < count; i++) text += String(bytes.readInt16BE(at + HEADER + 2 * i)).padStart(4, "0");
  const value = Number(`${text || "0"}e${exponent}`);
  const [mantissa = "0", shown = "0"] = value.toExponential().split("e");
  const point = mantissa.indexOf(".");
  const fraction = point < 0 ? 0 : mantissa.length - point - 1;
  const back = significant(mantissa.replace(".", ""), Number(shown) - fraction);
  const wanted = significant(text, exponent);
  const rounded = back.digits !== wanted.digits || (back.digits !== "" && back.exponent !== wanted.exponent);
  return { value: negative ? -value : value, rounded };
}
