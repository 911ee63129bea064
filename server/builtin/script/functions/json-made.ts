import { fieldsOf } from "../ast";
import { asNumber, asText, type Typed } from "../convert";
import type { CallContext, FunctionDefinition } from "../scope";
import { aggregation, define, text } from "./define";

/** JSON put together of values. */
export const jsonMade: FunctionDefinition[] = [
  define(
    "text",
    "JsonObject(name, value, …)",
    "StringFunctions/JsonObject",
    [2, Infinity],
    "An object of these members; one whose value is NULL is left out.",
    object,
  ),
  aggregation(
    "JsonArray([DISTINCT] value [, weight])",
    "StringFunctions/JsonArray",
    [1, 2],
    "A list of the values, NULL left out, by weight, else in load order.",
    list,
  ),
];

function object(c: CallContext): Typed {
  if (c.count % 2 > 0) throw c.error("each name needs a value", c.count - 1);
  const members = Array.from({ length: c.count / 2 }, (_, i) => {
    const [name, value] = [c.text(2 * i), jsonOf(c, c.arg(2 * i + 1))];
    // What is NULL is passed over: `||` makes all of it NULL.
    return `(CASE WHEN ${name} IS NOT NULL THEN CAST(to_json(${name}) AS VARCHAR) END || ':' || ${value})`;
  });
  return text(`('{' || coalesce(array_to_string([${members.join(", ")}], ','), '') || '}')`);
}

function list(c: CallContext): Typed {
  const value = jsonOf(c, c.arg(0));
  const { order } = c.scope;
  const parts = [
    ...(c.count > 1 ? [`'w': ${c.double(1)}`] : []),
    ...(order ? [`'o': ${order}`] : []),
    `'j': ${value}`,
  ];
  const pair = `{${parts.join(", ")}}`;
  // DuckDB refuses to order by what is the same in all rows.
  const varies = order !== undefined || c.call.args.some((expr) => fieldsOf(expr).length > 0);
  const pairs = `list(${pair}${varies ? ` ORDER BY ${pair}` : ""}) FILTER (WHERE ${value} IS NOT NULL)`;
  const all = `list_transform(coalesce(${pairs}, []), _p -> _p.j)`;
  const kept = c.call.distinct ? `list_filter(${all}, (_t, _i) -> list_position(${all}, _t) = _i)` : all;
  return text(`('[' || array_to_string(${kept}, ',') || ']')`);
}

/** SQL of a value as JSON: numbers and texts that are JSON as they are, other texts in quotes; NULL stays NULL. */
function jsonOf({ settings }: CallContext, value: Typed): string {
  const { kind } = value.type;
  if (kind === "integer" || kind === "number" || kind === "decimal" || kind === "boolean") {
    const { sql } = asNumber(value);
    const shortest = `regexp_replace(CAST(to_json(${sql}) AS VARCHAR), '\\.0+$', '')`;
    return `CASE WHEN isfinite(CAST(${sql} AS DOUBLE)) THEN ${shortest} END`;
  }
  const shown = asText(value, settings);
  return `CASE WHEN json_valid(${shown}) THEN CAST(json(${shown}) AS VARCHAR) WHEN ${shown} IS NOT NULL THEN CAST(to_json(${shown}) AS VARCHAR) END`;
}
