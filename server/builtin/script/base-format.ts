import { quoteText } from "./quoting";

const BASES: Record<string, number> = { bin: 2, oct: 8, dec: 10, hex: 16 };
/** What a double holds exactly; larger numbers are shown as NULL. */
const LARGEST = 2 ** 53;

/**
 * SQL text of a number by a format such as `(hex)`, `(R05)` or `(ROM)`; undefined for other formats. In capitals the
 * digits above 9 are capitals, too.
 * @param value SQL DOUBLE
 */
export function baseText(value: string, format: string): string | undefined {
  const name = /^\((bin|oct|dec|hex|rom|r\d\d)\)/i.exec(format)?.[1];
  if (!name) return undefined;
  const lower = name.toLowerCase();
  const capitals = name !== lower;
  if (lower === "rom") return roman(value, capitals);
  const base = BASES[lower] ?? Number(lower.slice(1));
  return base >= 2 && base <= 36 ? digits(value, base, capitals) : undefined;
}

function digits(value: string, base: number, capitals: boolean): string {
  const whole = `CAST(CASE WHEN abs(${value}) <= ${LARGEST} THEN trunc(abs(${value})) END AS BIGINT)`;
  const text = `to_base(${whole}, ${base})`;
  return `(CASE WHEN ${value} <= -1 THEN '-' ELSE '' END || ${capitals ? text : `lower(${text})`})`;
}

const ROMAN = [
  ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"],
  ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"],
  ["", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"],
];

function roman(value: string, capitals: boolean): string {
  const whole = `CAST(CASE WHEN ${value} >= 1 AND ${value} < 1000000 THEN trunc(${value}) END AS INTEGER)`;
  const places = ROMAN.map((texts, i) => {
    const list = `[${texts.map(quoteText).join(", ")}]`;
    return `(${list})[${whole} // ${10 ** i} % 10 + 1]`;
  });
  const text = `(repeat('M', ${whole} // 1000) || ${places.reverse().join(" || ")})`;
  return capitals ? text : `lower(${text})`;
}
