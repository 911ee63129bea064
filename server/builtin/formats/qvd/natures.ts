/** What is told apart of values for a field's tags; those of several values are joined by `|`. */
export const NATURE = { text: 1, number: 2, fraction: 4, beyondAscii: 8 } as const;

/** @param isAscii whether its text is, true where it has none */
export function natureOf(number: number | null, isAscii: boolean): number {
  const text = isAscii ? 0 : NATURE.beyondAscii;
  if (number === null) return NATURE.text | text;
  return NATURE.number | (Number.isInteger(number) ? 0 : NATURE.fraction) | text;
}

/** Tags of a field whose values are of these natures; `type` is that of its number format. */
export function tagsOf(natures: number, type: string): string[] {
  const has = (nature: number) => (natures & nature) !== 0;
  if (natures === 0) return [];
  if (!has(NATURE.number)) return [...(has(NATURE.beyondAscii) ? [] : ["$ascii"]), "$text"];
  if (has(NATURE.text)) return [];
  const whole = has(NATURE.fraction) ? [] : ["$integer"];
  if (type === "DATE") return ["$numeric", ...whole, "$timestamp", "$date"];
  return ["$numeric", ...whole, ...(type === "TIMESTAMP" ? ["$timestamp"] : [])];
}
