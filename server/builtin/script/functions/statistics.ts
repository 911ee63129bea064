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

/** One figure of the line through points, least squares. `x` and `y` are SQL DOUBLE, both known. */
function ofLine(name: string, summary: string, write: (y: string, x: string) => string): FunctionDefinition {
  return aggregation(`${name}(y, x)`, pageOf(name), 2, summary, (c) => {
    const [y, x] = [c.double(0), c.double(1)];
    return number(write(y, x));
  });
}

/** Signed: two points and fewer are counted down from. */
const count = (y: string, x: string) => `CAST(regr_count(${y}, ${x}) AS BIGINT)`;
const residuals = (y: string, x: string) =>
  `(regr_syy(${y}, ${x}) - pow(regr_sxy(${y}, ${x}), 2) / nullif(regr_sxx(${y}, ${x}), 0))`;
const explained = (y: string, x: string) => `(regr_syy(${y}, ${x}) - ${residuals(y, x)})`;
/** Standard error of the estimates; NULL below three points. Rounding may leave a little less than 0. */
const error = (y: string, x: string) =>
  `sqrt(greatest(${residuals(y, x)}, 0) / nullif(greatest(${count(y, x)} - 2, 0), 0))`;

/** Aggregations of statistics. Pairs of which one is no number are left out. */
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
  ofLine("Linest_M", "Slope of the line y = mx + b.", (y, x) => `regr_slope(${y}, ${x})`),
  ofLine("Linest_B", "Where the line y = mx + b starts: b.", (y, x) => `regr_intercept(${y}, ${x})`),
  ofLine("Linest_R2", "Square of the correlation.", (y, x) => `pow(corr(${y}, ${x}), 2)`),
  ofLine("Linest_DF", "Degrees of freedom.", (y, x) => `CAST(nullif(${count(y, x)}, 0) - 2 AS DOUBLE)`),
  ofLine("Linest_SSReg", "Sum of squares the line explains.", explained),
  ofLine("Linest_SSResid", "Sum of squares it leaves.", residuals),
  ofLine("Linest_SEY", "Standard error of y.", error),
  ofLine("STEYX", "Standard error of the y that the line gives for x.", error),
  ofLine(
    "Linest_SEM",
    "Standard error of the slope.",
    (y, x) => `(${error(y, x)} / sqrt(nullif(regr_sxx(${y}, ${x}), 0)))`,
  ),
  ofLine("Linest_SEB", "Standard error of b.", (y, x) => {
    const spread = `pow(regr_avgx(${y}, ${x}), 2) / nullif(regr_sxx(${y}, ${x}), 0)`;
    return `(${error(y, x)} * sqrt(1.0 / ${count(y, x)} + ${spread}))`;
  }),
  ofLine(
    "Linest_F",
    "F of the regression.",
    (y, x) => `(${explained(y, x)} / nullif(pow(${error(y, x)}, 2), 0))`,
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
