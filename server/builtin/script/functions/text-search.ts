import { quoteText } from "../quoting";
import type { CallContext, FunctionDefinition } from "../scope";
import { define, integer } from "./define";

/** Places and distances in texts. */
export const textSearches: FunctionDefinition[] = [
  define(
    "text",
    "FindOneOf(text, characters [, n])",
    "StringFunctions/FindOneOf",
    [2, 3],
    "Place of the n-th character (the first unless given) that is one of these, or 0.",
    findOneOf,
  ),
  define(
    "text",
    "LevenshteinDist(text, other)",
    "StringFunctions/LevenshteinDist",
    2,
    "How many characters to put in, take out or change to get from one text to the other.",
    (c) => integer(`CAST(${distance(c.text(0), c.text(1))} AS BIGINT)`),
  ),
];

function findOneOf(c: CallContext) {
  const found = `CASE WHEN _t <> '' AND instr(${c.text(1)}, _t) > 0 THEN _i END`;
  const letters = `list_transform(string_split(${c.text(0)}, ''), (_t, _i) -> ${found})`;
  const places = `list_filter(${letters}, _p -> _p IS NOT NULL)`;
  const n = c.count > 2 ? c.integer(2) : "1";
  const value = `coalesce((${places})[CASE WHEN ${n} > 0 THEN ${n} END], 0)`;
  const known = [c.text(0), c.text(1), n].map((sql) => `${sql} IS NOT NULL`).join(" AND ");
  return integer(`CASE WHEN ${known} THEN ${value} END`);
}

const CODES = String.fromCharCode(...Array.from({ length: 127 }, (_, i) => i + 1));

/** DuckDB counts bytes: where a character has several, each character is first replaced by one of a single byte. */
function distance(a: string, b: string): string {
  const letters = `array_to_string(list_distinct(string_split(${a} || ${b}, '')), '')`;
  const recoded = (t: string) => `translate(${t}, ${letters}, ${quoteText(CODES)})`;
  return [
    `CASE WHEN strlen(${a} || ${b}) = length(${a} || ${b}) THEN levenshtein(${a}, ${b})`,
    `WHEN length(${letters}) > ${CODES.length} THEN error('LevenshteinDist() of texts with more than ${CODES.length} different characters')`,
    `ELSE levenshtein(${recoded(a)}, ${recoded(b)}) END`,
  ].join(" ");
}
