import { addFacts, noFacts, type QvdFacts } from "@/server/builtin/formats/qvd/facts";
import type { QvdField, QvdNumberFormat } from "@/server/builtin/formats/qvd/header";
import type { QvdSymbols } from "@/server/builtin/formats/qvd/symbols";
import { showsTime } from "../../../date-format";
import type { Settings } from "../../../settings";
import type { Run } from "../../run";
import { formatOfDuals } from "./dual-formats";

/** What a QVD's field becomes. `long` is a whole number beyond 2^53, read from its text. */
export interface StoredType {
  kind: "integer" | "long" | "number" | "date" | "timestamp" | "time" | "text" | "dual" | "null";
  format?: string;
}

/** Days since 1899-12-30 of 0001-01-01 and 9999-12-31. */
const FIRST_DAY = -693_593;
const LAST_DAY = 2_958_465;

/** A field's symbols, from the first on each time. */
export type Pieces = () => AsyncIterable<QvdSymbols> | Iterable<QvdSymbols>;

/**
 * The type that says everything the field's values say: a native one where their texts are just what the number looks
 * like (as written, or by a format), text where every number is one of the texts' own, else dual.
 */
export async function storedType(run: Run, field: QvdField, pieces: Pieces): Promise<StoredType> {
  const facts = noFacts();
  for await (const symbols of pieces()) addFacts(facts, symbols);
  const { settings } = run.variables;
  if (field.symbols === 0) return { kind: "null" };
  if (facts.texts > 0) return { kind: keepsAsText(facts, field.format) ? "text" : "dual" };
  if (facts.duals === 0) return ofNumbers(facts, field.format, settings);
  if (facts.writtenWhole && !facts.whole) return { kind: "long" };
  if (facts.written) return plainNumber(facts, field.format);
  const days = { asDays: inCalendar(facts), whole: facts.whole, asTime: facts.least >= 0 && facts.most < 1 };
  if (!facts.readable || isDateType(field)) {
    const found = await formatOfDuals(run, pieces, field.format, days);
    if (found) return found;
  }
  return { kind: facts.readable && facts.numbers === 0 ? "text" : "dual" };
}

/** Texts and numbers in one column: as text the numbers still count, unless they look like something else. */
function keepsAsText(facts: QvdFacts, { type }: QvdNumberFormat): boolean {
  if (facts.numbers > 0 && /^(DATE|TIME|TIMESTAMP|INTERVAL|MONEY|FIX)$/.test(type)) return false;
  return facts.readable && (facts.numbers === 0 || facts.whole);
}

function isDateType({ format, tags }: QvdField): boolean {
  return /^(DATE|TIME|TIMESTAMP)$/.test(format.type) || tags.some((tag) => /^\$(date|timestamp)$/.test(tag));
}

function inCalendar({ least, most }: QvdFacts): boolean {
  return least >= FIRST_DAY && most < LAST_DAY + 1;
}

/** The type of numbers without texts. */
export function ofNumbers(facts: QvdFacts, format: QvdNumberFormat, settings: Settings): StoredType {
  const shown = format.format ? { format: format.format } : {};
  if (/^(DATE|TIMESTAMP)$/.test(format.type) && inCalendar(facts)) {
    const day = facts.whole && format.type === "DATE" && !showsTime(format.format);
    return day ? { kind: "date", ...shown } : { kind: "timestamp", ...shown };
  }
  if (format.type === "TIME" && facts.least >= 0 && facts.most < 1) return { kind: "time", ...shown };
  return { ...plainNumber(facts, format), ...numberFormat(format, settings) };
}

/** A field that is said to be REAL stays floating point, whatever its values are today. */
function plainNumber(facts: QvdFacts, { type }: QvdNumberFormat): StoredType {
  return { kind: facts.whole && type !== "REAL" ? "integer" : "number" };
}

/** A format is kept where it says more than the number does, in the script's own separators. */
function numberFormat({ type, format, decimalSep, thousandSep }: QvdNumberFormat, settings: Settings) {
  const own =
    (decimalSep === "" || decimalSep === settings.decimalSep) &&
    (thousandSep === "" || thousandSep === settings.thousandSep || !format.includes(thousandSep));
  const says = /[#0]/.test(format) && !/^#*0?$/.test(format) && /^(INTEGER|REAL|FIX|MONEY)$/.test(type);
  return own && says ? { format } : {};
}
