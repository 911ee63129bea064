import { asDouble, asNumber, asOperand, asText, type Typed, unify } from "../convert";
import type { CallContext, FunctionDefinition } from "../scope";
import { isNumeric, TYPES } from "../types";
import { define, integer, number, text } from "./define";
import { exclusiveFractile } from "./statistics";

const PAGES = "ChartFunctions/RangeFunctions";
const OPEN: [number, number] = [1, Infinity];

/** Over the arguments of one row: NULL and, where numbers are meant, texts are left out. */
export const ranges: FunctionDefinition[] = [
  define(
    "range",
    "RangeSum(expr, …)",
    `${PAGES}/rangesum`,
    OPEN,
    "Sum of the values; what is no number counts as 0.",
    sum,
  ),
  define(
    "range",
    "RangeMin(expr, …)",
    `${PAGES}/rangemin`,
    OPEN,
    "Least of the numbers; NULL where there is none.",
    (c) => extreme(c, "least"),
  ),
  define(
    "range",
    "RangeMax(expr, …)",
    `${PAGES}/rangemax`,
    OPEN,
    "Greatest of the numbers; NULL where there is none.",
    (c) => extreme(c, "greatest"),
  ),
  define(
    "range",
    "RangeMinString(expr, …)",
    `${PAGES}/rangeminstring`,
    OPEN,
    "First of the texts in their order.",
    (c) => text(`least(${texts(c).join(", ")})`),
  ),
  define(
    "range",
    "RangeMaxString(expr, …)",
    `${PAGES}/rangemaxstring`,
    OPEN,
    "Last of the texts in their order.",
    (c) => text(`greatest(${texts(c).join(", ")})`),
  ),
  define(
    "range",
    "RangeCount(expr, …)",
    `${PAGES}/rangecount`,
    OPEN,
    "How many of the values are not NULL.",
    (c) => counted(c, (v) => `${v.sql} IS NOT NULL`),
  ),
  define(
    "range",
    "RangeNullCount(expr, …)",
    `${PAGES}/rangenullcount`,
    OPEN,
    "How many of the values are NULL.",
    (c) => counted(c, (v) => `${v.sql} IS NULL`),
  ),
  define(
    "range",
    "RangeNumericCount(expr, …)",
    `${PAGES}/rangenumericcount`,
    OPEN,
    "How many of the values are numbers.",
    (c) => counted(c, (v) => `${asNumber(v, c.settings).sql} IS NOT NULL`),
  ),
  define(
    "range",
    "RangeMissingCount(expr, …)",
    `${PAGES}/rangemissingcount`,
    OPEN,
    "How many of the values are no numbers, or NULL.",
    (c) => counted(c, (v) => `${asNumber(v, c.settings).sql} IS NULL`),
  ),
  define(
    "range",
    "RangeTextCount(expr, …)",
    `${PAGES}/rangetextcount`,
    OPEN,
    "How many of the values are texts that are no number.",
    (c) =>
      counted(c, (v) =>
        isNumeric(v.type) ? "false" : `(${v.sql} IS NOT NULL AND ${asNumber(v, c.settings).sql} IS NULL)`,
      ),
  ),
  define(
    "range",
    "RangeAvg(expr, …)",
    `${PAGES}/rangeavg`,
    OPEN,
    "Mean of the numbers; NULL where there is none.",
    (c) => number(`list_avg(${numbers(c)})`),
  ),
  define(
    "range",
    "RangeStdev(expr, …)",
    `${PAGES}/rangestdev`,
    OPEN,
    "Standard deviation of a sample; NULL below two numbers.",
    (c) => number(`list_aggregate(${numbers(c)}, 'stddev_samp')`),
  ),
  define(
    "range",
    "RangeSkew(expr, …)",
    `${PAGES}/rangeskew`,
    OPEN,
    "Skewness; NULL below three numbers.",
    (c) => number(`list_aggregate(${numbers(c)}, 'skewness')`),
  ),
  define(
    "range",
    "RangeKurtosis(expr, …)",
    `${PAGES}/rangekurtosis`,
    OPEN,
    "Kurtosis; NULL below four numbers.",
    (c) => number(`list_aggregate(${numbers(c)}, 'kurtosis')`),
  ),
  define(
    "range",
    "RangeFractile(fraction, expr, …)",
    `${PAGES}/rangefractile`,
    [2, Infinity],
    "The number below which that part of them, from 0 to 1, lies.",
    (c) => number(`list_aggregate(${numbers(c, 1)}, 'quantile_cont', ${fraction(c, 0)})`),
  ),
  define(
    "range",
    "RangeFractileExc(fraction, expr, …)",
    `${PAGES}/RangeFunctionsInCharts`,
    [2, Infinity],
    "As RangeFractile, but for the ends of what they lie in.",
    (c) =>
      number(
        exclusiveFractile(
          `list_sort(list_filter(${numbers(c, 1)}, _x -> _x IS NOT NULL))`,
          c.literalNumber(0),
        ),
      ),
  ),
  define(
    "range",
    "RangeCorrel(x, y, …)",
    `${PAGES}/rangecorrel`,
    [4, Infinity],
    "Correlation of pairs of numbers.",
    correlation,
  ),
  define(
    "range",
    "RangeOnly(expr, …)",
    `${PAGES}/rangeonly`,
    OPEN,
    "The value, where there is only one; else NULL.",
    (c) =>
      picked(c, (list) => `CASE WHEN len(list_distinct(${list})) = 1 THEN list_distinct(${list})[1] END`),
  ),
  define(
    "range",
    "RangeMode(expr, …)",
    `${PAGES}/rangemode`,
    OPEN,
    "The value that occurs most often; NULL where several do.",
    (c) =>
      picked(c, (list) => {
        const counts = `list_transform(list_distinct(${list}), _v -> {'v': _v, 'n': len(list_filter(${list}, _w -> _w = _v))})`;
        const top = `list_filter(${counts}, _e -> _e.n = list_max(list_transform(${counts}, _x -> _x.n)))`;
        return `CASE WHEN len(${top}) = 1 THEN (${top})[1].v END`;
      }),
  ),
];

function sum(c: CallContext): Typed {
  const values = c.args().map((v) => asOperand(v, c.settings));
  const whole = values.every((v) => v.type.kind === "integer");
  const terms = values.map((v) => `coalesce(${whole ? v.sql : asDouble(v, c.settings)}, 0)`);
  return { sql: `(${terms.join(" + ")})`, type: whole ? TYPES.integer : TYPES.number };
}

function extreme(c: CallContext, name: string): Typed {
  const args = c
    .args()
    .map((v) => (v.type.kind === "date" || v.type.kind === "timestamp" ? v : asNumber(v, c.settings)));
  const { values, type, format } = unify(args, c.settings);
  return { sql: `${name}(${values.map((v) => v.sql).join(", ")})`, type, ...(format ? { format } : {}) };
}

function texts(c: CallContext): string[] {
  return c.args().map((v) => asText(v, c.settings));
}

/** SQL DOUBLE[] of the arguments from one on. */
function numbers(c: CallContext, from = 0): string {
  return `[${c
    .args(from)
    .map((v) => asDouble(v, c.settings))
    .join(", ")}]`;
}

function counted(c: CallContext, test: (value: Typed) => string): Typed {
  const terms = c.args().map((v) => `CASE WHEN ${test(v)} THEN 1 ELSE 0 END`);
  return integer(`CAST(${terms.join(" + ")} AS BIGINT)`);
}

/** One of the values, as they are. */
function picked(c: CallContext, choose: (list: string) => string): Typed {
  const { values, type, format } = unify(c.args(), c.settings);
  const list = `list_filter([${values.map((v) => v.sql).join(", ")}], _x -> _x IS NOT NULL)`;
  return { sql: choose(list), type, ...(format ? { format } : {}) };
}

export function fraction(c: CallContext, at: number): string {
  const value = c.literalNumber(at);
  if (value >= 0 && value <= 1) return `${value}::DOUBLE`;
  throw c.error("the fraction must be a number from 0 to 1", at);
}

function correlation(c: CallContext): Typed {
  if (c.count % 2 > 0) throw c.error("every x needs its y");
  const args = c.args().map((v) => asDouble(v, c.settings));
  const pairs = args.flatMap((x, i) => (i % 2 === 0 ? [`{'x': ${x}, 'y': ${args[i + 1]}}`] : []));
  const known = `list_filter([${pairs.join(", ")}], _p -> _p.x IS NOT NULL AND _p.y IS NOT NULL)`;
  const total = (of: string) => `list_sum(list_transform(${known}, _p -> ${of}))`;
  const n = `len(${known})`;
  const spread = (a: string, b: string) =>
    `(${n} * ${total(`_p.${a} * _p.${b}`)} - ${total(`_p.${a}`)} * ${total(`_p.${b}`)})`;
  return number(
    `(${spread("x", "y")} / nullif(sqrt(greatest(${spread("x", "x")} * ${spread("y", "y")}, 0)), 0))`,
  );
}
