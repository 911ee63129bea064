import { unsupported } from "../errors";
import { quoteText } from "../quoting";
import type { CallContext, FunctionDefinition } from "../scope";
import { boolean, define, integer, text } from "./define";

/**
 * Regular expressions, in the dialect of [RE2](https://github.com/google/re2/wiki/Syntax): without looking around and
 * without references back. Those whose name ends with I ignore case.
 */
export const regexes: FunctionDefinition[] = [
  ...both("CountRegEx", "text, regex", [2, 2], "How often a pattern is found.", (c, pattern) =>
    integer(`len(${matches(c.text(0), pattern(1))})`),
  ),
  ...both(
    "MatchRegEx",
    "text, regex, …",
    [2, Infinity],
    "Place of the first pattern the whole text fits, or 0.",
    (c, pattern) => {
      const cases = c
        .args(1)
        .map((_, i) => `WHEN regexp_full_match(${c.text(0)}, ${pattern(i + 1)}) THEN ${i + 1}`);
      return integer(`CAST(CASE ${cases.join(" ")} ELSE 0 END AS BIGINT)`);
    },
  ),
  ...both(
    "ExtractRegEx",
    "text, regex [, n]",
    [2, 3],
    "The n-th text found, negative from the end.",
    (c, pattern) => nth(c, matches(c.text(0), pattern(1))),
  ),
  ...both(
    "ExtractRegExGroup",
    "text, regex, group [, n]",
    [3, 4],
    "Of the n-th text found, negative from the end, what a group of the pattern stands for.",
    (c, pattern) => {
      const group = c.literalNumber(2);
      if (!Number.isInteger(group) || group < 0 || group > 99)
        throw c.error("the group is a whole number, 0 for all of the pattern", 2);
      const found = `TRY(regexp_extract_all(${c.text(0)}, ${pattern(1)}, ${group}))`;
      return nth(c, found, 3);
    },
  ),
  ...both(
    "SubFieldRegEx",
    "text, regex [, n]",
    [2, 3],
    "The n-th part between texts found, negative from the end.",
    (c, pattern) => nth(c, between(c.text(0), pattern(1))),
  ),
  ...both("IndexRegEx", "text, regex [, n]", [2, 3], "Place of the n-th text found, or 0.", (c, pattern) => {
    const [found, rest] = [matches(c.text(0), pattern(1)), between(c.text(0), pattern(1))];
    const n = c.count > 2 ? c.integer(2) : "1";
    const place = `CASE WHEN ${n} > 0 THEN ${n} ELSE len(${found}) + 1 + ${n} END`;
    const before = `length(array_to_string(${rest}[1:${place}], '')) + length(array_to_string(${found}[1:${place} - 1], ''))`;
    const there = `abs(${n}) BETWEEN 1 AND len(${found})`;
    return integer(
      `CASE WHEN len(${rest}) <> len(${found}) + 1 THEN NULL WHEN ${there} THEN ${before} + 1 WHEN ${found} IS NOT NULL AND ${n} IS NOT NULL THEN 0 END`,
    );
  }),
  ...both(
    "ReplaceRegEx",
    "text, regex, to [, n]",
    [3, 4],
    "All texts found, or the n-th, replaced.",
    (c, pattern) => {
      const [found, rest] = [matches(c.text(0), pattern(1)), between(c.text(0), pattern(1))];
      // In what is put in, a backslash would stand for a group.
      const all = `regexp_replace(${c.text(0)}, ${pattern(1)}, replace(${c.text(2)}, '\\', '\\\\'), 'g')`;
      if (c.count < 4) return text(all);
      const n = c.integer(3);
      const place = `CASE WHEN ${n} > 0 THEN ${n} ELSE len(${found}) + 1 + ${n} END`;
      const woven = `list_transform(${rest}, (_r, _i) -> _r || CASE WHEN _i = ${place} AND _i <= len(${found}) THEN ${c.text(2)} ELSE coalesce(${found}[_i], '') END)`;
      return text(
        `CASE WHEN ${n} IS NULL OR ${c.text(2)} IS NULL THEN NULL WHEN ${n} = 0 THEN ${all} WHEN len(${rest}) = len(${found}) + 1 THEN array_to_string(${woven}, '') END`,
      );
    },
  ),
  define("text", "IsRegEx(text)", "StringFunctions/IsRegEx", 1, "Whether a text is a pattern.", (c) =>
    // A written pattern that is none would fail before TRY is reached; an element of a list does not.
    boolean(`list_transform([${c.text(0)}], _p -> TRY(regexp_matches('', _p)) IS NOT NULL)[1]`),
  ),
];

type Compile = (
  c: CallContext,
  pattern: (index: number) => string,
) => ReturnType<FunctionDefinition["compile"]>;

/** A function, and the one that ignores case. */
function both(name: string, args: string, counts: [number, number], summary: string, compile: Compile) {
  return ["", "I"].map((ending) =>
    define(
      "text",
      `${name}${ending}(${args})`,
      `StringFunctions/${name}`,
      counts,
      ending ? `${summary} Ignores case.` : summary,
      (c) => compile(c, (index) => patternOf(c, index, ending !== "")),
    ),
  );
}

/** SQL VARCHAR of a pattern. */
export function patternOf(c: CallContext, index: number, ignoresCase: boolean): string {
  const { literal } = c.arg(index);
  if (typeof literal === "string") return quoteText(ignoresCase ? `(?i)${literal}` : literal);
  return ignoresCase ? `('(?i)' || ${c.text(index)})` : c.text(index);
}

/** SQL VARCHAR[] of what is found. */
export function matches(value: string, pattern: string): string {
  return `regexp_extract_all(${value}, ${pattern})`;
}

/** SQL VARCHAR[] of what stands between; by NULL string_split_regex() splits nothing. */
export function between(value: string, pattern: string): string {
  const parts = `string_split_regex(${value}, ${pattern})`;
  return pattern.startsWith("'") ? parts : `CASE WHEN ${pattern} IS NOT NULL THEN ${parts} END`;
}

/** @param index of the argument that says which one */
function nth(c: CallContext, list: string, index = 2) {
  if (c.count <= index && c.scope.order)
    throw unsupported(
      `${c.call.written}() without its last argument (one row per text) ${index > 2 ? "here" : "outside the fields of a LOAD"}`,
      c.call.at,
      "Give the number of the text as last argument.",
    );
  const n = c.count > index ? c.integer(index) : "1";
  return text(`${list}[CASE WHEN ${n} <> 0 THEN ${n} END]`);
}
