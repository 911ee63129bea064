import { unsupported } from "../errors";
import { quoteText } from "../quoting";
import type { CallContext, FunctionDefinition } from "../scope";
import { define, integer, text } from "./define";

/** Parts of texts. */
export const textParts: FunctionDefinition[] = [
  define(
    "text",
    "SubField(text, separator, n)",
    "StringFunctions/SubField",
    [2, 3],
    "The n-th part, or NULL; negative counts from the end.",
    subField,
  ),
  define(
    "text",
    "Index(text, part [, n])",
    "StringFunctions/Index",
    [2, 3],
    "Place of the n-th occurrence (the first unless given) from the left (negative: right), or 0.",
    index,
  ),
  define(
    "text",
    "TextBetween(text, from, to [, n])",
    "StringFunctions/TextBetween",
    [3, 4],
    "What stands between two marks, the n-th time (the first unless given); NULL where nothing does.",
    (c) => {
      const n = c.count > 3 ? c.integer(3) : "1";
      const rest = `(string_split(${c.text(0)}, ${c.text(1)}))[${n} + 1:]`;
      // A mark that is computed cannot be what array_to_string puts between.
      const marked = `list_transform(${rest}, (_t, _i) -> CASE WHEN _i > 1 THEN ${c.text(1)} ELSE '' END || _t)`;
      const behind = `array_to_string(CASE WHEN ${n} > 0 AND len(${rest}) > 0 THEN ${marked} END, '')`;
      const parts = `string_split(${behind}, ${c.text(2)})`;
      return text(`CASE WHEN len(${parts}) > 1 THEN ${parts}[1] END`);
    },
  ),
  define(
    "text",
    "KeepChar(text, characters)",
    "StringFunctions/KeepChar",
    2,
    "Only the characters named.",
    (c) => characters(c, true),
  ),
  define(
    "text",
    "PurgeChar(text, characters)",
    "StringFunctions/PurgeChar",
    2,
    "Without the characters named.",
    (c) => characters(c, false),
  ),
  define(
    "text",
    "SubStringCount(text, part)",
    "StringFunctions/SubStringCount",
    2,
    "How often a part occurs.",
    (c) => {
      const [whole, part] = [c.text(0), c.text(1)];
      return integer(
        `CAST((length(${whole}) - length(replace(${whole}, ${part}, ''))) // nullif(length(${part}), 0) AS BIGINT)`,
      );
    },
  ),
];

function subField(c: CallContext) {
  if (c.count < 3)
    throw unsupported(
      "SubField() with two arguments (one row per part) outside the fields of a LOAD",
      c.call.at,
      "Give the part's number as third argument.",
    );
  const n = c.integer(2);
  // By NULL string_split() splits nothing.
  const wanted = `CASE WHEN ${n} <> 0 AND ${c.text(1)} IS NOT NULL THEN ${n} END`;
  return text(`string_split(${c.text(0)}, ${c.text(1)})[${wanted}]`);
}

function index(c: CallContext) {
  const [whole, part] = [c.text(0), c.text(1)];
  if (c.count < 3) return integer(`instr(${whole}, ${part})`);
  const n = c.integer(2);
  const parts = `string_split(${whole}, ${part})`;
  // Place of the n-th occurrence: everything before it, put together again, and one more.
  const upTo = `CASE WHEN ${n} > 0 THEN ${n} ELSE len(${parts}) + ${n} END`;
  const before = `CAST(list_sum(list_transform(${parts}[1:${upTo}], _t -> length(_t))) + (${upTo} - 1) * length(${part}) AS BIGINT)`;
  const there = `len(${parts}) > abs(${n}) AND ${n} <> 0 AND ${part} <> ''`;
  return integer(
    `CASE WHEN ${there} THEN ${before} + 1 WHEN ${whole} IS NOT NULL AND ${part} IS NOT NULL AND ${n} IS NOT NULL THEN 0 END`,
  );
}

function characters(c: CallContext, keep: boolean) {
  const { literal } = c.arg(1);
  if (typeof literal === "string" && !keep) return text(`translate(${c.text(0)}, ${quoteText(literal)}, '')`);
  const test = `instr(${c.text(1)}, _t) ${keep ? ">" : "="} 0`;
  const left = `array_to_string(list_filter(string_split(${c.text(0)}, ''), _t -> ${test}), '')`;
  return text(typeof literal !== "string" ? `CASE WHEN ${c.text(1)} IS NOT NULL THEN ${left} END` : left);
}
