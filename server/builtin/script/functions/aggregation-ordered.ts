import { fieldsOf } from "../ast";
import type { Typed } from "../convert";
import { unsupported } from "../errors";
import type { CallContext, FunctionDefinition } from "../scope";
import { aggregation, text } from "./define";

/** Aggregations whose result depends on an order of the rows. */
export const orderedAggregations: FunctionDefinition[] = [
  aggregation(
    "Concat([DISTINCT] text [, separator [, weight]])",
    "StringAggregationFunctions/concat",
    [1, 3],
    "The texts in a row, NULL left out, by weight, else in their own order.",
    concat,
  ),
  aggregation(
    "FirstSortedValue([DISTINCT] expr, weight [, n])",
    "AggregationFunctions/firstsorted",
    [2, 3],
    "The value with the n-th least weight (n is 1 unless given); NULL where several share it.",
    firstSorted,
  ),
  aggregation(
    "FirstValue(expr)",
    "StringAggregationFunctions/FirstValue",
    1,
    "The first value in load order.",
    (c) => atEnd(c, "arg_min_null"),
  ),
  aggregation(
    "LastValue(expr)",
    "StringAggregationFunctions/LastValue",
    1,
    "The last value in load order.",
    (c) => atEnd(c, "arg_max_null"),
  ),
];

function concat(c: CallContext): Typed {
  const value = c.text(0);
  const [varies, separated, weighed] = c.call.args.map((expr) => fieldsOf(expr).length > 0);
  if (separated) throw c.error("the separator must be the same for all rows: a text, without fields", 1);
  const separator = c.count > 1 ? c.text(1) : "''";
  if (c.count < 3) {
    const prefix = c.call.distinct ? "DISTINCT " : "";
    return text(`string_agg(${prefix}${value}, ${separator}${orderBy(varies ? [value] : [])})`);
  }
  const weight = c.double(2);
  const keys = [...(weighed ? [weight] : []), ...(varies ? [value] : [])];
  if (!c.call.distinct) return text(`string_agg(${value}, ${separator}${orderBy(keys)})`);
  // DISTINCT goes by text, the order by weight: take the pairs in order, then each text where it first occurs.
  const pair = `{'w': ${weight}, 't': ${value}}`;
  const texts = `list_transform(list(DISTINCT ${pair} ORDER BY ${pair}) FILTER (WHERE ${value} IS NOT NULL), _p -> _p.t)`;
  return text(
    `array_to_string(list_filter(${texts}, (_t, _i) -> list_position(${texts}, _t) = _i), ${separator})`,
  );
}

/** DuckDB refuses to order by what is the same in all rows. */
function orderBy(keys: string[]): string {
  return keys.length > 0 ? ` ORDER BY ${keys.join(", ")}` : "";
}

function firstSorted(c: CallContext): Typed {
  const { sql, type, format } = c.arg(0);
  const n = c.count > 2 ? Math.trunc(c.literalNumber(2)) : 1;
  if (!Number.isSafeInteger(n)) throw c.error("the rank must be a whole number", 2);
  const [weight, prefix] = [c.double(1), c.call.distinct ? "DISTINCT " : ""];
  const pair = `{'w': ${weight}, 'v': ${sql}}`;
  const pairs = `list(${prefix}${pair} ORDER BY ${pair}) FILTER (WHERE ${weight} IS NOT NULL)`;
  const nth = `(list(DISTINCT ${weight} ORDER BY ${weight}) FILTER (WHERE ${weight} IS NOT NULL))[${n}]`;
  const at = `list_filter(${pairs}, _p -> _p.w = ${nth})`;
  return { sql: `CASE WHEN len(${at}) = 1 THEN (${at})[1].v END`, type, ...(format ? { format } : {}) };
}

function atEnd(c: CallContext, name: string): Typed {
  const { order } = c.scope;
  if (!order) throw unsupported(`${c.call.written}() outside a load script`, c.call.at);
  const { sql, type, format } = c.arg(0);
  return { sql: `${name}(${sql}, ${order})`, type, ...(format ? { format } : {}) };
}
