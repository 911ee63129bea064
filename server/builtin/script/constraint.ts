import type { Span } from "./ast";
import { scriptError, unsupported } from "./errors";
import type { TokenStream } from "./token-stream";

/** What the values of a variable must be; all of it. */
export interface Constraint {
  type?: "text" | "number";
  maxnum?: number;
  minnum?: number;
  valuesnum?: number[];
  valuestext?: string[];
}

/** `CONSTRAIN v = {"minnum": 1}`; with nothing behind `=` the variable is free again. */
export function readConstrain(stream: TokenStream): {
  kind: "constrain";
  name: string;
  constraint: Constraint | null;
} {
  stream.next();
  const name = stream.expectName("a variable name").value;
  const { at } = stream.expectSymbol("=");
  const text = stream.source.text.slice(at.end).trim();
  return {
    kind: "constrain",
    name,
    constraint: text === "" ? null : readConstraint(text, stream.current.at),
  };
}

const FITS: Readonly<Record<keyof Constraint, (value: unknown) => boolean>> = {
  type: (value) => value === "text" || value === "number",
  maxnum: isNumber,
  minnum: isNumber,
  valuesnum: (value) => Array.isArray(value) && value.every(isNumber),
  valuestext: (value) => Array.isArray(value) && value.every((v) => typeof v === "string"),
};

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

function readConstraint(text: string, at: Span): Constraint {
  const value = parsed(text, at);
  for (const [key, wanted] of Object.entries(value)) {
    const fits = Object.entries(FITS).find(([name]) => name === key)?.[1];
    if (!fits) throw unsupported(`The constraint "${key}"`, at, `There are ${Object.keys(FITS).join(", ")}.`);
    if (!fits(wanted))
      throw scriptError("script.syntax", `The value of the constraint "${key}" does not fit.`, {
        at,
        advice:
          'Write for example {"type": "number", "minnum": 1, "valuesnum": [1, 2]} or {"valuestext": ["a", "b"]}.',
      });
  }
  return value;
}

function parsed(text: string, at: Span): Constraint {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below, as anything that is no object.
  }
  throw scriptError("script.syntax", "A constraint is a JSON object.", {
    at,
    advice: 'Write for example {"type": "number", "minnum": 1}.',
  });
}

/** What a value lacks of its constraint, in words; undefined where it fits. */
export function violation(constraint: Constraint, text: string, number: number | null): string | undefined {
  const { type, maxnum, minnum, valuesnum, valuestext } = constraint;
  if (type === "text" && number !== null) return "a text is needed";
  if (type === "number" && number === null) return "a number is needed";
  if (maxnum !== undefined && !(number !== null && number <= maxnum)) return `at most ${maxnum} is allowed`;
  if (minnum !== undefined && !(number !== null && number >= minnum)) return `at least ${minnum} is allowed`;
  if (valuesnum && !(number !== null && valuesnum.includes(number)))
    return `only ${valuesnum.join(", ")} are allowed`;
  if (valuestext && !valuestext.includes(text)) return `only ${valuestext.join(", ")} are allowed`;
  return undefined;
}
