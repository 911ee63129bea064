const PLAIN = /^([+-]?)0*(\d*)(?:\.(\d*))?$/;

/**
 * A number written out without exponent, leading and trailing zeros (`-12.5`), exact; null for what is no number.
 * Numbers with an exponent must be exact as a JavaScript number.
 */
export function exactNumber(text: string): string | null {
  const trimmed = text.trim();
  if (/[eE]/.test(trimmed)) {
    const value = Number(trimmed);
    return trimmed !== "" && Number.isSafeInteger(value) ? exactNumber(String(value)) : null;
  }
  const match = PLAIN.exec(trimmed);
  if (!match || !/\d/.test(trimmed)) return null;
  const whole = match[2] || "0";
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  const digits = fraction ? `${whole}.${fraction}` : whole;
  return match[1] === "-" && digits !== "0" ? `-${digits}` : digits;
}

export function fractionDigits(exact: string): number {
  return exact.split(".")[1]?.length ?? 0;
}

/** The number where it says exactly what the text says, else the text: for 64-bit integers and decimals. */
export function numberIfExact(text: string): number | string {
  const exact = exactNumber(text);
  const value = Number(text);
  return exact !== null && exactNumber(String(value)) === exact ? value : text;
}
