import { mergeTypes, TYPES, type ValueType } from "../../types";
import type { RowFunction } from "./functions";
import { compareValues, convert, fromBoolean, identity, toNumber, toText, type Value } from "./values";

type Args = (() => Value)[];

const numberAt = (args: Args, index: number): number | null => toNumber(args[index]?.() ?? null);
const textAt = (args: Args, index: number): string | null => toText(args[index]?.() ?? null);
const merged = (types: ValueType[]) => types.reduce(mergeTypes, TYPES.null);

/** A function of numbers: NULL where one of them is NULL, or the result is none. */
function ofNumbers(
  count: number,
  compute: (...x: number[]) => number | null,
  type: ValueType = TYPES.number,
): RowFunction {
  return {
    type: () => type,
    apply: (args) => {
      const values = Array.from({ length: count }, (_, i) => numberAt(args, i));
      const known = values.filter((v) => v !== null);
      if (known.length < count) return null;
      const result = compute(...known);
      return result !== null && Number.isFinite(result) ? result : null;
    },
  };
}

/** A function of texts: NULL where one of them is NULL. */
function ofTexts(
  count: number,
  compute: (...t: string[]) => Value,
  type: ValueType = TYPES.text,
): RowFunction {
  return {
    type: () => type,
    apply: (args) => {
      const values = Array.from({ length: count }, (_, i) => textAt(args, i)).filter((v) => v !== null);
      return values.length < count ? null : compute(...values);
    },
  };
}

/** How many of the arguments a test holds for. */
function counting(holds: (value: Value) => boolean): RowFunction {
  return { type: () => TYPES.integer, apply: (args) => args.filter((a) => holds(a())).length };
}

function parity(rest: number): RowFunction {
  return ofNumbers(
    1,
    (n) => (Number.isInteger(n) ? fromBoolean(Math.abs(n % 2) === rest) : null),
    TYPES.boolean,
  );
}

function matching(test: (value: Value, option: Value) => boolean): RowFunction {
  return {
    type: () => TYPES.integer,
    apply: (args) => {
      const value = args[0]?.() ?? null;
      return args.slice(1).findIndex((option) => test(value, option())) + 1;
    },
  };
}

const lower = (value: Value): Value => (typeof value === "string" ? value.toLowerCase() : value);

/** Whether a text is like a pattern with * and ?; cases count alike. */
function isLike(value: Value, pattern: Value): boolean {
  const [text, like] = [toText(value), toText(pattern)];
  if (text === null || like === null) return false;
  const source = like
    .replace(/[\\^$.+()[\]{}|]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "isu").test(text);
}

/** The n-th part, negative from the end; NULL where there is none. */
function part(args: Args): Value {
  const [text, separator, n] = [textAt(args, 0), textAt(args, 1), numberAt(args, 2)];
  if (text === null || separator === null || n === null) return null;
  const parts = text.split(separator);
  const place = Math.floor(n);
  return (place > 0 ? parts[place - 1] : place < 0 ? parts[parts.length + place] : undefined) ?? null;
}

function only(args: Args, types: ValueType[]): Value {
  const values = args.map((a) => a()).filter((v) => v !== null);
  const different = new Map(values.map((v) => [identity(v), v]));
  const [first = null] = different.values();
  return different.size === 1 ? convert(first, merged(types)) : null;
}

const inSet = (text: string, set: string, keep: boolean) =>
  [...text].filter((ch) => set.includes(ch) === keep).join("");

/** More functions that may stand around Peek, Previous and Exists. They give what those of the library give. */
export const MORE_ROW_FUNCTIONS: Readonly<Record<string, RowFunction>> = {
  pick: {
    type: ([, ...types]) => merged(types),
    apply: (args, [, ...types]) => {
      const n = numberAt(args, 0);
      return n === null || n < 1 ? null : convert(args[Math.floor(n)]?.() ?? null, merged(types));
    },
  },
  mixmatch: matching((a, b) => compareValues(lower(a), lower(b)) === 0),
  wildmatch: matching(isLike),
  istext: {
    type: () => TYPES.boolean,
    apply: (args) => {
      const value = args[0]?.() ?? null;
      return fromBoolean(value !== null && toNumber(value) === null);
    },
  },
  sign: ofNumbers(1, Math.sign, TYPES.integer),
  sqrt: ofNumbers(1, Math.sqrt),
  sqr: ofNumbers(1, (x) => x * x),
  pow: ofNumbers(2, (x, y) => x ** y),
  exp: ofNumbers(1, Math.exp),
  log: ofNumbers(1, (x) => (x > 0 ? Math.log(x) : null)),
  log10: ofNumbers(1, (x) => (x > 0 ? Math.log10(x) : null)),
  frac: ofNumbers(1, (x) => x - Math.floor(x)),
  fmod: ofNumbers(2, (a, b) => a % b),
  even: parity(0),
  odd: parity(1),
  rangenumericcount: counting((v) => toNumber(v) !== null),
  rangemissingcount: counting((v) => toNumber(v) === null),
  rangenullcount: counting((v) => v === null),
  rangetextcount: counting((v) => v !== null && toNumber(v) === null),
  rangeonly: { type: merged, apply: only },
  replace: ofTexts(3, (text, from, to) => (from === "" ? text : text.replaceAll(from, to))),
  subfield: { type: () => TYPES.text, apply: part },
  keepchar: ofTexts(2, (text, set) => inSet(text, set, true)),
  purgechar: ofTexts(2, (text, set) => inSet(text, set, false)),
  ltrim: ofTexts(1, (text) => text.replace(/^ +/, "")),
  rtrim: ofTexts(1, (text) => text.replace(/ +$/, "")),
  substringcount: ofTexts(
    2,
    (text, what) => (what === "" ? null : text.split(what).length - 1),
    TYPES.integer,
  ),
  dual: {
    type: () => TYPES.dual,
    apply: (args) => {
      const [txt, num] = [textAt(args, 0), numberAt(args, 1)];
      return txt === null && num === null ? null : { num, txt };
    },
  },
};
