import type { CallContext, FunctionDefinition } from "../scope";
import { aggregation, integer, number } from "./define";

const distinct = (c: CallContext) => (c.call.distinct ? "DISTINCT " : "");

const pageOf = (name: string) => `StatisticalAggregationFunctions/${name.toLowerCase()}` as const;

/** One function of the numbers of an expression, by its name in DuckDB. */
function ofNumbers(name: string, summary: string, sql: string): FunctionDefinition {
  return aggregation(`${name}([DISTINCT] expr)`, pageOf(name), 1, summary, (c) =>
    number(`${sql}(${distinct(c)}${c.double(0)})`),
  );
}

/** Aggregations of statistics. */
export const statistics: FunctionDefinition[] = [
  ofNumbers("Skew", "Skewness; NULL below three numbers.", "skewness"),
  ofNumbers("Kurtosis", "Kurtosis; NULL below four numbers.", "kurtosis"),
  aggregation(
    "Sterr([DISTINCT] expr)",
    "StatisticalAggregationFunctions/sterr",
    1,
    "Standard error of the mean; NULL below two numbers.",
    (c) => {
      const value = `${distinct(c)}${c.double(0)}`;
      return number(`(stddev_samp(${value}) / sqrt(count(${value})))`);
    },
  ),
  aggregation(
    "FractileExc([DISTINCT] expr, fraction)",
    "StatisticalAggregationFunctions/fractileexc",
    2,
    "As Fractile, but for the ends of what they lie in.",
    (c) => {
      const value = c.double(0);
      const sorted = `list(${distinct(c)}${value} ORDER BY ${value}) FILTER (WHERE ${value} IS NOT NULL)`;
      return number(exclusiveFractile(`(${sorted})`, c.literalNumber(1)));
    },
  ),
  aggregation(
    "Correl(x, y)",
    "StatisticalAggregationFunctions/correl",
    2,
    "Correlation of pairs of numbers, from -1 to 1.",
    (c) => number(`corr(${c.double(0)}, ${c.double(1)})`),
  ),
  aggregation(
    "MissingCount([DISTINCT] expr)",
    "CounterAggregationFunctions/MissingCount",
    1,
    "How many values are no numbers, or NULL.",
    (c) => {
      const [value, test] = [c.arg(0).sql, `FILTER (WHERE ${c.number(0).sql} IS NULL)`];
      if (!c.call.distinct) return integer(`count(*) ${test}`);
      const nulls = `max(CASE WHEN ${value} IS NULL THEN 1 ELSE 0 END)`;
      return integer(`CAST(count(DISTINCT ${value}) ${test} + coalesce(${nulls}, 0) AS BIGINT)`);
    },
  ),
];

/**
 * SQL of the fractile that leaves out both ends (as PERCENTILE.EXC elsewhere); NULL where it lies beyond the numbers.
 * @param sorted SQL DOUBLE[] without NULL, in order
 */
export function exclusiveFractile(sorted: string, fraction: number): string {
  const place = `(${fraction}::DOUBLE * (len(${sorted}) + 1))`;
  const low = `${sorted}[CAST(floor(${place}) AS BIGINT)]`;
  const high = `${sorted}[CAST(ceil(${place}) AS BIGINT)]`;
  const between = `${low} + (${high} - ${low}) * (${place} - floor(${place}))`;
  return `CASE WHEN ${place} >= 1 AND ${place} <= len(${sorted}) THEN ${between} END`;
}
