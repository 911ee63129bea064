import type { Typed } from "../convert";
import { unsupported } from "../errors";
import type { CallContext, FunctionDefinition } from "../scope";
import { aggregation, text } from "./define";

/**
 * Aggregations whose result depends on an order of the rows, by the rules of
 * [string aggregation functions](https://help.qlik.com/en-US/cloud-services/Subsystems/Hub/Content/Sense_Hub/Scripting/StringAggregationFunctions/string-aggregation-functions.htm).
 */
export const orderedAggregations: FunctionDefinition[] = [
  aggregation(
    "Concat([DISTINCT] text [, separator [, weight]])",
    [1, 3],
    "The texts in a row, by weight, else in their own order.",
    concat,
  ),
  aggregation(
    "FirstSortedValue([DISTINCT] expr, weight [, n])",
    [2, 3],
    "The value with the n-th least weight; NULL where several share it.",
    firstSorted,
  ),
  aggregation("FirstValue(expr)", 1, "The first value in load order.", (c) => atEnd(c, "arg_min_null")),
  aggregation("LastValue(expr)", 1, "The last value in load order.", (c) => atEnd(c, "arg_max_null")),
];

function concat(c: CallContext): Typed {
  const value = c.text(0);
  const separator = c.count > 1 ? c.text(1) : "''";
  if (c.count < 3) {
    const prefix = c.call.distinct ? "DISTINCT " : "";
    return text(`string_agg(${prefix}${value}, ${separator} ORDER BY ${value})`);
  }
  const weight = c.double(2);
  if (!c.call.distinct) return text(`string_agg(${value}, ${separator} ORDER BY ${weight}, ${value})`);
  // DISTINCT goes by text, the order by weight: take the pairs in order, then each text where it first occurs.
  const pair = `{'w': ${weight}, 't': ${value}}`;
  const texts = `list_transform(list(DISTINCT ${pair} ORDER BY ${pair}) FILTER (WHERE ${value} IS NOT NULL), _p -> _p.t)`;
  return text(
    `array_to_string(list_filter(${texts}, (_t, _i) -> list_position(${texts}, _t) = _i), ${separator})`,
  );
}

function firstSorted(c: CallContext): Typed {
  const { sql, type, format } = c.arg(0);
  const n = c.count > 2 ? c.literalNumber(2) : 1;
  const [weight, prefix] = [c.double(1), c.call.distinct ? "DISTINCT " : ""];
  const pair = `{'w': ${weight}, 'v': ${sql}}`;
  const pairs = `list(${prefix}${pair} ORDER BY ${pair}) FILTER (WHERE ${weight} IS NOT NULL)`;
  const nth = `(list(DISTINCT ${weight} ORDER BY ${weight}) FILTER (WHERE ${weight} IS NOT NULL))[${Math.trunc(n)}]`;
  const at = `list_filter(${pairs}, _p -> _p.w = ${nth})`;
  return { sql: `CASE WHEN len(${at}) = 1 THEN (${at})[1].v END`, type, ...(format ? { format } : {}) };
}

function atEnd(c: CallContext, name: string): Typed {
  const { order } = c.scope;
  if (!order) throw unsupported(`${c.call.written}() outside a load script`, c.call.at);
  const { sql, type, format } = c.arg(0);
  return { sql: `${name}(${sql}, ${order})`, type, ...(format ? { format } : {}) };
}
