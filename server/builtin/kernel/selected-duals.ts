import type { Selection } from "@/server/builtin/associative/selections";
import { type DualValues, NotHeld } from "./tables";

interface DualIndex {
  byNumber: Map<number, number>;
  /** Several numbers may have the same text. */
  byText: Map<string, number[]>;
}

const indexes = new WeakMap<DualValues, DualIndex>();

/** Written as JavaScript and DuckDB read it alike. */
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A dual is selected by its text, or by its number however that is written. @returns 1 for each selected code
 * @throws NotHeld where the way a number is written needs DuckDB to read it
 */
export function selectedDuals(values: Selection["values"], duals: DualValues): Uint8Array {
  const { byNumber, byText } = indexOf(duals);
  const isSelected = new Uint8Array(duals.numbers.length + 1);
  const select = (code: number | undefined) => {
    if (code !== undefined) isSelected[code] = 1;
  };
  for (const value of values) {
    for (const code of byText.get(String(value)) ?? []) select(code);
    select(byNumber.get(numberOf(value) ?? Number.NaN));
  }
  return isSelected;
}

function numberOf(value: Selection["values"][number]): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  const text = String(value);
  if (PLAIN_NUMBER.test(text)) return Number(text);
  if (text.trim() !== "" && Number.isFinite(Number(text))) throw new NotHeld(`A number written as ${text}.`);
  return null;
}

function indexOf(duals: DualValues): DualIndex {
  const known = indexes.get(duals);
  if (known) return known;
  const made: DualIndex = { byNumber: new Map(), byText: new Map() };
  for (const [code, number] of duals.numbers.entries()) {
    if (number !== null) made.byNumber.set(number, code);
    const text = duals.texts[code] ?? null;
    if (text !== null) made.byText.set(text, [...(made.byText.get(text) ?? []), code]);
  }
  indexes.set(duals, made);
  return made;
}
