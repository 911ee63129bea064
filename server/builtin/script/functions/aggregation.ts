import { asNumber, asOperand, type Typed } from "../convert";
import type { CallContext, FunctionDefinition } from "../scope";
import { decimalSize, decimalType, isNumeric } from "../types";
import { aggregation, integer, number, text } from "./define";
import { fraction } from "./range";

/** Aggregations whatever the order of the rows. */
export const aggregations: FunctionDefinition[] = [
  aggregation(
    "Sum([DISTINCT] expr)",
    "AggregationFunctions/sum",
    1,
    "Sum of the numbers; 0 where there is none.",
    (c) => {
      const value = asOperand(c.arg(0), c.settings);
      return { sql: `coalesce(${sumSql(value, distinct(c))}, 0)`, type: sumType(value) };
    },
  ),
  aggregation(
    "Count([DISTINCT] expr)",
    "CounterAggregationFunctions/count",
    1,
    "How many values there are, NULL not counted; Count(*) counts rows.",
    (c) => {
      if (c.call.args[0]?.kind === "star") return integer("count(*)");
      return integer(`count(${distinct(c)}${c.arg(0).sql})`);
    },
  ),
  aggregation(
    "NullCount(expr)",
    "CounterAggregationFunctions/NullCount",
    1,
    "How many values are NULL.",
    (c) => integer(`count(*) FILTER (WHERE ${c.arg(0).sql} IS NULL)`),
  ),
  aggregation(
    "NumericCount([DISTINCT] expr)",
    "CounterAggregationFunctions/NumericCount",
    1,
    "How many values are numbers.",
    (c) => integer(`count(${distinct(c)}${c.number(0).sql})`),
  ),
  aggregation(
    "TextCount([DISTINCT] expr)",
    "CounterAggregationFunctions/TextCount",
    1,
    "How many values are texts that are no number.",
    (c) => {
      const value = c.arg(0);
      const only = isNumeric(value.type) ? "false" : `${c.number(0).sql} IS NULL`;
      return integer(`count(${distinct(c)}${value.sql}) FILTER (WHERE ${only})`);
    },
  ),
  aggregation(
    "Min([DISTINCT] expr [, n])",
    "AggregationFunctions/min",
    [1, 2],
    "Least of the numbers or dates, or the n-th least.",
    (c) => extreme(c, "min"),
  ),
  aggregation(
    "Max([DISTINCT] expr [, n])",
    "AggregationFunctions/max",
    [1, 2],
    "Greatest of the numbers or dates, or the n-th greatest.",
    (c) => extreme(c, "max"),
  ),
  aggregation(
    "MinString(expr)",
    "StringAggregationFunctions/MinString",
    1,
    "First of the texts in their order.",
    (c) => text(`min(${c.text(0)})`),
  ),
  aggregation(
    "MaxString(expr)",
    "StringAggregationFunctions/MaxString",
    1,
    "Last of the texts in their order.",
    (c) => text(`max(${c.text(0)})`),
  ),
  aggregation(
    "Avg([DISTINCT] expr)",
    "StatisticalAggregationFunctions/avg",
    1,
    "Mean of the numbers; NULL where there is none.",
    (c) => number(`avg(${distinct(c)}${c.double(0)})`),
  ),
  aggregation(
    "Median([DISTINCT] expr)",
    "StatisticalAggregationFunctions/median",
    1,
    "The middle one of the numbers; NULL where there is none.",
    (c) => number(`median(${distinct(c)}${c.double(0)})`),
  ),
  aggregation(
    "Fractile([DISTINCT] expr, fraction)",
    "StatisticalAggregationFunctions/fractile",
    2,
    "The number below which that part of them, from 0 to 1, lies.",
    (c) => number(`quantile_cont(${distinct(c)}${c.double(0)}, ${fraction(c, 1)})`),
  ),
  aggregation(
    "Stdev([DISTINCT] expr)",
    "StatisticalAggregationFunctions/stdev",
    1,
    "Standard deviation of a sample; NULL below two numbers.",
    (c) => number(`stddev_samp(${distinct(c)}${c.double(0)})`),
  ),
  aggregation(
    "Only(expr)",
    "AggregationFunctions/only",
    1,
    "The value, where there is exactly one; else NULL.",
    (c) => {
      const { sql, type, format } = c.arg(0);
      return {
        sql: `CASE WHEN min(${sql}) = max(${sql}) THEN min(${sql}) END`,
        type,
        ...(format ? { format } : {}),
      };
    },
  ),
  aggregation(
    "Mode(expr)",
    "AggregationFunctions/mode",
    1,
    "The value that occurs most often; NULL where several do.",
    (c) => {
      const { sql, type, format } = c.arg(0);
      const counts = `map_entries(histogram(${sql}))`;
      const top = `list_filter(${counts}, _e -> _e.value = list_max(list_transform(${counts}, _x -> _x.value)))`;
      return {
        sql: `CASE WHEN len(${top}) = 1 THEN (${top})[1].key END`,
        type,
        ...(format ? { format } : {}),
      };
    },
  ),
];

export function distinct(c: CallContext): string {
  return c.call.distinct ? "DISTINCT " : "";
}

function sumSql(value: Typed, prefix: string): string {
  if (value.type.kind === "integer") return `CAST(sum(${prefix}${value.sql}) AS BIGINT)`;
  return `sum(${prefix}${value.sql})`;
}

function sumType({ type }: Typed) {
  return type.kind === "decimal" ? decimalType(38, decimalSize(type)?.scale ?? 0) : type;
}

/** Dates stay dates, with their format; a dual gives its number. Equal values have one rank. */
function extreme(c: CallContext, name: "min" | "max"): Typed {
  const value = c.arg(0);
  const { kind } = value.type;
  const { sql, type, format } =
    kind === "date" || kind === "timestamp" || kind === "time" ? value : asNumber(value, c.settings);
  return { sql: c.count > 1 ? ranked(c, sql, name) : `${name}(${sql})`, type, ...(format ? { format } : {}) };
}

function ranked(c: CallContext, value: string, name: "min" | "max"): string {
  const rank = c.literalNumber(1);
  if (!Number.isSafeInteger(rank) || rank < 1) throw c.error("the rank must be a whole number from 1 on", 1);
  const order = name === "max" ? "DESC" : "ASC";
  return `(list(DISTINCT ${value} ORDER BY ${value} ${order}) FILTER (WHERE ${value} IS NOT NULL))[${rank}]`;
}
