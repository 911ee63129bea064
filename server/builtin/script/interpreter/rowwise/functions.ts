import { mergeTypes, TYPES, type ValueType } from "../../types";
import { compareValues, convert, fromBoolean, isTrue, toNumber, toText, type Value } from "./values";

/** A function of the row-wise path: the type of its result by those of its arguments, and the result. */
export interface RowFunction {
  type(types: ValueType[]): ValueType;
  /** Arguments are computed when called, each at most once per call. */
  apply(args: (() => Value)[], types: ValueType[]): Value;
}

const arg = (args: (() => Value)[], index: number): Value => args[index]?.() ?? null;
const merged = (types: ValueType[]) => types.reduce(mergeTypes, TYPES.null);
const numeric = (types: ValueType[]) =>
  types.every((t) => t.kind === "integer" || t.kind === "null" || t.kind === "boolean")
    ? TYPES.integer
    : TYPES.number;

function numbers(result: (values: number[]) => Value, type: RowFunction["type"]): RowFunction {
  return {
    type,
    apply: (args) => result(args.map((a) => toNumber(a())).filter((v) => v !== null)),
  };
}

function text(result: (text: string, rest: number[]) => Value, type: ValueType = TYPES.text): RowFunction {
  return {
    type: () => type,
    apply: (args) => {
      const value = toText(arg(args, 0));
      const rest = args.slice(1).map((a) => toNumber(a()));
      const known = rest.filter((n) => n !== null);
      return value === null || known.length < rest.length ? null : result(value, known);
    },
  };
}

function rounded(round: (x: number) => number): RowFunction {
  return {
    type: (types) => (types.length === 1 ? TYPES.integer : numeric(types)),
    apply: (args) => {
      const [x, step] = [toNumber(arg(args, 0)), args.length > 1 ? toNumber(arg(args, 1)) : 1];
      if (x === null || !step) return null;
      return Math.round(round(Math.round((x / step) * 1e9) / 1e9) * step * 1e12) / 1e12;
    },
  };
}

const keep = (type?: ValueType): RowFunction => ({
  type: (types) => type ?? types[0] ?? TYPES.null,
  apply: (args, types) =>
    type ? convert(arg(args, 0), type) : convert(arg(args, 0), types[0] ?? TYPES.null),
});

function firstThat(holds: (value: Value) => boolean): RowFunction {
  return {
    type: merged,
    apply: (args, types) => {
      const type = merged(types);
      for (const [i, a] of args.entries()) {
        const value = a();
        if (i === args.length - 1 || holds(value)) return convert(value, type);
      }
      return null;
    },
  };
}

const left = (value: string, n: number) => [...value].slice(0, Math.max(0, n)).join("");

/** Functions that may stand around Peek, Previous and Exists. */
export const ROW_FUNCTIONS: Readonly<Record<string, RowFunction>> = {
  if: {
    type: ([, then = TYPES.null, otherwise = TYPES.null]) => mergeTypes(then, otherwise),
    apply: (args, [, then = TYPES.null, otherwise = TYPES.null]) =>
      convert(arg(args, isTrue(arg(args, 0)) ? 1 : 2), mergeTypes(then, otherwise)),
  },
  alt: firstThat((v) => toNumber(v) !== null),
  coalesce: firstThat((v) => v !== null),
  isnull: { type: () => TYPES.boolean, apply: (args) => fromBoolean(arg(args, 0) === null) },
  isnum: { type: () => TYPES.boolean, apply: (args) => fromBoolean(toNumber(arg(args, 0)) !== null) },
  emptyisnull: {
    type: ([t = TYPES.null]) => t,
    apply: (args) => (arg(args, 0) === "" ? null : arg(args, 0)),
  },
  rangesum: numbers((v) => v.reduce((a, b) => a + b, 0), numeric),
  rangemin: numbers((v) => (v.length ? Math.min(...v) : null), merged),
  rangemax: numbers((v) => (v.length ? Math.max(...v) : null), merged),
  rangeavg: numbers(
    (v) => (v.length ? v.reduce((a, b) => a + b, 0) / v.length : null),
    () => TYPES.number,
  ),
  rangecount: {
    type: () => TYPES.integer,
    apply: (args) => args.filter((a) => a() !== null).length,
  },
  match: {
    type: () => TYPES.integer,
    apply: (args) => {
      const value = arg(args, 0);
      return args.slice(1).findIndex((a) => compareValues(value, a()) === 0) + 1;
    },
  },
  num: { type: ([t = TYPES.null]) => numeric([t]), apply: (args) => toNumber(arg(args, 0)) },
  date: keep(TYPES.date),
  timestamp: keep(TYPES.timestamp),
  text: keep(TYPES.text),
  round: rounded((x) => Math.floor(x + 0.5)),
  floor: rounded(Math.floor),
  ceil: rounded(Math.ceil),
  fabs: { type: numeric, apply: (args) => mapNumber(arg(args, 0), Math.abs) },
  mod: {
    type: () => TYPES.integer,
    apply: (args) => {
      const [a, b] = [toNumber(arg(args, 0)), toNumber(arg(args, 1))];
      if (a === null || b === null || !Number.isInteger(a) || !Number.isInteger(b)) return null;
      return b > 0 ? ((a % b) + b) % b : null;
    },
  },
  div: {
    type: () => TYPES.integer,
    apply: (args) => {
      const [a, b] = [toNumber(arg(args, 0)), toNumber(arg(args, 1))];
      return a === null || !b ? null : Math.trunc(a / b);
    },
  },
  len: { type: () => TYPES.integer, apply: (args) => [...(toText(arg(args, 0)) ?? "")].length },
  left: text((value, [n = 0]) => left(value, n)),
  right: text((value, [n = 0]) => (n >= 1 ? [...value].slice(-n).join("") : "")),
  mid: text((value, [start = 1, n]) => {
    const rest = [...value].slice(Math.max(start - 1, 0));
    return (n === undefined ? rest : rest.slice(0, Math.max(0, n))).join("");
  }),
  upper: text((value) => value.toUpperCase()),
  lower: text((value) => value.toLowerCase()),
  trim: text((value) => value.replace(/^ +| +$/g, "")),
};

function mapNumber(value: Value, f: (x: number) => number): Value {
  const number = toNumber(value);
  return number === null ? null : f(number);
}
