const MINUS = 45;
const POINT = 46;
const ZERO = 48;

/** A decimal's text (`-12.30`) times 10^scale, for at most 15 digits in all. Digits beyond the scale are not there. */
export function unscaledSmall(bytes: Buffer, start: number, end: number, scale: number): number {
  let at = start;
  const negative = bytes[at] === MINUS;
  if (negative) at++;
  let value = 0;
  let fraction = -1;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === POINT) fraction = 0;
    else {
      value = value * 10 + (byte - ZERO);
      if (fraction >= 0) fraction++;
    }
  }
  for (let missing = Math.max(fraction, 0); missing < scale; missing++) value *= 10;
  return negative ? -value : value;
}

/** The same for any number of digits. */
export function unscaledBig(bytes: Buffer, start: number, end: number, scale: number): bigint {
  const text = bytes.toString("latin1", start, end);
  const point = text.indexOf(".");
  const fraction = point < 0 ? 0 : text.length - point - 1;
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1);
  return BigInt(digits) * 10n ** BigInt(scale - fraction);
}

/** A decimal's text has digits that the double nearest to it doesn't show again. */
export function rounds(text: string, value: number): boolean {
  const shown = significant(value.toExponential().replace(/e.*$/, ""));
  return significant(text) !== shown;
}

function significant(text: string): string {
  return text.replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
}
