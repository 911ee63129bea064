import { hasText, isNumber, type QvdSymbols, textOf } from "./symbols";

/** What all values of a field have in common: enough to choose the type they are stored as. */
export interface QvdFacts {
  /** Of each sort how many: numbers and texts alone, and duals. */
  numbers: number;
  texts: number;
  duals: number;
  /** Every number is whole and exact as such (up to 2^53). */
  whole: boolean;
  least: number;
  most: number;
  /** The text of every dual is a number as one writes it, and that number: `5`, `-0.25`, `9.50`; not `007`. */
  written: boolean;
  /** As `written`, and all are whole numbers of up to 64 bits, also beyond 2^53. */
  writtenWhole: boolean;
  /** The text of every dual reads as its number: `007`, `1e3`. */
  readable: boolean;
}

const WRITTEN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const WHOLE = /^-?(?:0|[1-9]\d{0,18})$/;
const READABLE = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
/** Texts of numbers are short; a longer one is none. */
const LONGEST = 40;
/** Decimal digits a double always keeps. */
const SURE_DIGITS = 15;

/** What is said of no values. */
export function noFacts(): QvdFacts {
  return {
    numbers: 0,
    texts: 0,
    duals: 0,
    whole: true,
    least: Number.POSITIVE_INFINITY,
    most: Number.NEGATIVE_INFINITY,
    written: true,
    writtenWhole: true,
    readable: true,
  };
}

export function addFacts(facts: QvdFacts, symbols: QvdSymbols): void {
  for (let index = 0; index < symbols.count; index++) {
    const kind = symbols.kinds[index];
    if (!isNumber(kind)) {
      facts.texts++;
      continue;
    }
    const number = symbols.numbers[index] ?? 0;
    if (!Number.isSafeInteger(number) || Object.is(number, -0)) facts.whole = false;
    if (!(number >= facts.least)) facts.least = number;
    if (!(number <= facts.most)) facts.most = number;
    if (hasText(kind)) {
      facts.duals++;
      if (facts.readable) addText(facts, symbols, index, number);
    } else {
      facts.numbers++;
      if (!Number.isSafeInteger(number)) facts.writtenWhole = false;
    }
  }
}

function addText(facts: QvdFacts, symbols: QvdSymbols, index: number, number: number): void {
  const short = (symbols.ends[index] ?? 0) - (symbols.starts[index] ?? 0) <= LONGEST;
  const text = short ? textOf(symbols, index) : "";
  if (!READABLE.test(text) || !sameNumber(Number(text), number)) facts.readable = false;
  if (!facts.readable || !WRITTEN.test(text) || !keepsDigits(text, number)) facts.written = false;
  if (!facts.readable || !WHOLE.test(text) || !fits64(text)) facts.writtenWhole = false;
}

/** Qlik's own reading of a text is up to one place off in the last binary digit: 2.72 may lie there as 2.7199999999999998. */
function sameNumber(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= Math.abs(b) * 2 * Number.EPSILON;
}

function fits64(text: string): boolean {
  return text.length < 19 || BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** Whether the double says all that the text says. */
function keepsDigits(text: string, number: number): boolean {
  if (text.length <= SURE_DIGITS) return true;
  const digits = text.replace(/^-/, "").replace(".", "").replace(/^0+/, "");
  if (digits.length <= SURE_DIGITS) return true;
  const bare = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return String(number) === bare;
}
