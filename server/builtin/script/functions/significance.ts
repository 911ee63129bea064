import { fieldsOf } from "../ast";
import type { CallContext, FunctionDefinition } from "../scope";
import { aggregation, number } from "./define";
import { betaInverse, normalInverse } from "./distributions/inverses";
import { using } from "./distributions/quadrature";
import { betaTails, gammaTails, normalTails } from "./distributions/tails";

/** Unless said, the share above the interval and the share below it: 95 % lie within. */
const SIGNIFICANCE = 0.025;

/** What a test tells, as SQL of `_s`: its `dif`, `sterr`, `df`, and the share `sig` beyond each end of an interval. */
const CONFIDENCE = `sqrt(_s.df * exp(-${betaInverse("(_s.df / 2)", "0.5::DOUBLE", "(2 * _s.sig)", "(1 - 2 * _s.sig)")}))`;
const T = "(_s.dif / nullif(_s.sterr, 0))";
const T_PROBABILITY = using(
  "_y",
  { t: T, df: "_s.df" },
  `CASE WHEN _y.t IS NOT NULL AND _y.df > 0 THEN ${betaTails("(_y.df / 2)", "0.5::DOUBLE", "_y.df / (_y.df + _y.t * _y.t)", "_y.t * _y.t / (_y.df + _y.t * _y.t)")}.lo END`,
);
const Z_PROBABILITY = using(
  "_y",
  { z: `abs(${T})` },
  `CASE WHEN _y.z IS NOT NULL THEN 2 * ${normalTails("_y.z")}.hi END`,
);
const Z_WIDTH = normalInverse("(1 - _s.sig)", "_s.sig");

/** Figures of the interval; only they are told how much of it lies outside. */
const INTERVAL = ["conf", "lower", "upper"];

/** Each figure by its ending, and what it is. */
const figures = (t: "t" | "z", width: string, probability: string): [string, string, string][] => [
  [t, `${t} value`, T],
  ["sig", "two-tailed probability that there is no difference", probability],
  ["dif", "difference of the means", "_s.dif"],
  ["sterr", "standard error of the difference", "_s.sterr"],
  ["conf", "half of the interval the difference lies in", `(${width} * _s.sterr)`],
  ["lower", "lower end of the interval", `(_s.dif - ${width} * _s.sterr)`],
  ["upper", "upper end of the interval", `(_s.dif + ${width} * _s.sterr)`],
];
const T_FIGURES: [string, string, string][] = [
  ...figures("t", CONFIDENCE, T_PROBABILITY),
  ["df", "degrees of freedom", "_s.df"],
];
const Z_FIGURES = figures("z", Z_WIDTH, Z_PROBABILITY);

function significance(c: CallContext, at: number | null): string {
  if (at === null || c.count <= at) return `${SIGNIFICANCE}::DOUBLE`;
  const value = c.literalNumber(at);
  if (value > 0 && value < 0.5) return `${value}::DOUBLE`;
  throw c.error("the significance must be a number above 0 and below 0.5", at);
}

/** SQL of the two samples: STRUCTs of `n`, `mean` and `var`, in the order of their groups' texts; of two groups only. */
function samples(c: CallContext): string {
  const [group, value] = [c.text(0), c.double(1)];
  const rows = `list({'g': ${group}, 'v': ${value}}) FILTER (WHERE ${group} IS NOT NULL AND ${value} IS NOT NULL)`;
  const groups = "list_sort(list_distinct(list_transform(_a.rows, _x -> _x.g)))";
  const of = (n: number) => `list_transform(list_filter(_b.rows, _x -> _x.g = _b.groups[${n}]), _x -> _x.v)`;
  const figure = (list: string) =>
    `{'n': CAST(len(${list}) AS DOUBLE), 'mean': list_avg(${list}), 'var': list_aggregate(${list}, 'var_samp')}`;
  const two = using("_e", { one: of(1), two: of(2) }, `{'a': ${figure("_e.one")}, 'b': ${figure("_e.two")}}`);
  const split = using("_b", { rows: "_a.rows", groups }, `CASE WHEN len(_b.groups) = 2 THEN ${two} END`);
  return using("_a", { rows }, split);
}

const POOLED = {
  sterr:
    "sqrt(((_t.a.n - 1) * _t.a.var + (_t.b.n - 1) * _t.b.var) / nullif(_t.a.n + _t.b.n - 2, 0) * (1 / _t.a.n + 1 / _t.b.n))",
  df: "(_t.a.n + _t.b.n - 2)",
};
/** Of groups whose values do not vary alike, by Welch and Satterthwaite. */
const APART = {
  sterr: "sqrt(_t.a.var / _t.a.n + _t.b.var / _t.b.n)",
  df: "(pow(_t.a.var / _t.a.n + _t.b.var / _t.b.n, 2) / nullif(pow(_t.a.var / _t.a.n, 2) / (_t.a.n - 1) + pow(_t.b.var / _t.b.n, 2) / (_t.b.n - 1), 0))",
};

/** @param at where it is said how much lies outside of the interval, if anywhere; whether variances are alike comes last */
function ofTwo(c: CallContext, figure: string, at: number | null): string {
  const last = at === null ? 2 : 3;
  const alike = c.call.args[last];
  if (alike && fieldsOf(alike).length > 0)
    throw c.error(
      "whether the variances are alike must be the same for all rows: a value, without fields",
      last,
    );
  const pick = (of: "sterr" | "df") =>
    c.count > last ? `CASE WHEN ${c.condition(last)} THEN ${POOLED[of]} ELSE ${APART[of]} END` : POOLED[of];
  const sig = significance(c, at);
  const values = { dif: "_t.a.mean - _t.b.mean", sterr: pick("sterr"), df: pick("df"), sig };
  const body = `CASE WHEN _t.a.n > 1 AND _t.b.n > 1 THEN ${using("_s", values, figure)} END`;
  return using("_u", { t: samples(c) }, using("_t", { a: "_u.t.a", b: "_u.t.b" }, body));
}

/** Of one sample, whose mean is compared with 0. */
function ofOne(c: CallContext, deviation: string, figure: string, at: number | null): string {
  const [value, n] = [c.double(0), `CAST(count(${c.double(0)}) AS DOUBLE)`];
  const counted = { mean: `avg(${value})`, deviation, n };
  const values = {
    dif: "_t.mean",
    sterr: "_t.deviation / sqrt(_t.n)",
    df: "_t.n - 1",
    sig: significance(c, at),
  };
  const body = `CASE WHEN _t.n > 1 AND _t.deviation IS NOT NULL THEN ${using("_s", values, figure)} END`;
  return using("_t", counted, body);
}

/** SQL of a table of counts: its chi2 and its degrees of freedom, against what is expected or independence. */
function contingency(c: CallContext, figure: string): string {
  const [column, row, count] = [c.text(0), c.text(1), c.double(2)];
  const expected = c.count > 3 ? c.double(3) : "NULL::DOUBLE";
  const rows = `list({'c': ${column}, 'r': ${row}, 'v': ${count}, 'e': ${expected}}) FILTER (WHERE ${column} IS NOT NULL AND ${row} IS NOT NULL AND ${count} IS NOT NULL)`;
  const total = (of: string, test: string) =>
    `coalesce(list_sum(list_transform(list_filter(_b.rows, _x -> ${test}), _x -> _x.${of})), 0)`;
  const independent = `${total("v", "_x.c = _c")} * ${total("v", "_x.r = _r")} / ${total("v", "true")}`;
  const cell = using(
    "_e",
    {
      o: total("v", "_x.c = _c AND _x.r = _r"),
      e: c.count > 3 ? total("e", "_x.c = _c AND _x.r = _r") : independent,
    },
    "pow(_e.o - _e.e, 2) / nullif(_e.e, 0)",
  );
  const sum = `list_sum(list_transform(_b.columns, _c -> list_sum(list_transform(_b.lines, _r -> ${cell}))))`;
  const values = {
    chi2: sum,
    df: "CAST((len(_b.columns) - 1) * (len(_b.lines) - 1) AS DOUBLE)",
  };
  const distinct = (of: string) => `list_distinct(list_transform(_a.rows, _x -> _x.${of}))`;
  const inner = using(
    "_b",
    { rows: "_a.rows", columns: distinct("c"), lines: distinct("r") },
    using("_s", values, figure),
  );
  return using("_a", { rows }, `CASE WHEN _a.rows IS NOT NULL THEN ${inner} END`);
}

const CHI2_PROBABILITY = `CASE WHEN _s.df > 0 AND _s.chi2 >= 0 THEN ${gammaTails("(_s.df / 2)", "(_s.chi2 / 2)")}.hi END`;

/** Tests of statistics: t tests of two samples and of one, z tests, and chi2 tests. */
export const significances: FunctionDefinition[] = [
  ...T_FIGURES.flatMap(([ending, what, figure]) => {
    const width = INTERVAL.includes(ending);
    return [
      aggregation(
        `TTest_${ending}(group, value ${width ? "[, sig [, eq_var]]" : "[, eq_var]"})`,
        `ChartFunctions/StatisticalTestFunctions/ttest/ttest_${ending}`,
        [2, width ? 4 : 3],
        `t test of two groups: ${what}.`,
        (c) => number(ofTwo(c, figure, width ? 2 : null)),
      ),
      aggregation(
        `TTest1_${ending}(value${width ? " [, sig]" : ""})`,
        `ChartFunctions/StatisticalTestFunctions/ttest/ttest1_${ending}`,
        [1, width ? 2 : 1],
        `t test of one sample: ${what}.`,
        (c) => number(ofOne(c, `stddev_samp(${c.double(0)})`, figure, width ? 1 : null)),
      ),
    ];
  }),
  ...Z_FIGURES.map(([ending, what, figure]) => {
    const width = INTERVAL.includes(ending);
    return aggregation(
      `ZTest_${ending}(value ${width ? "[, sigma [, sig]]" : "[, sigma]"})`,
      `ChartFunctions/StatisticalTestFunctions/ztest/ztest_${ending}`,
      [1, width ? 3 : 2],
      `z test of one sample: ${what}.`,
      (c) => {
        const deviation = c.count > 1 ? `${c.literalNumber(1)}::DOUBLE` : `stddev_samp(${c.double(0)})`;
        return number(ofOne(c, deviation, figure, width ? 2 : null));
      },
    );
  }),
  aggregation(
    "Chi2Test_chi2(col, row, actual [, expected])",
    "ChartFunctions/StatisticalTestFunctions/chi2-tests/chi2test_chi2",
    [3, 4],
    "chi2 test of a table: chi2.",
    (c) => number(contingency(c, "_s.chi2")),
  ),
  aggregation(
    "Chi2Test_df(col, row, actual [, expected])",
    "ChartFunctions/StatisticalTestFunctions/chi2-tests/chi2test_df",
    [3, 4],
    "chi2 test of a table: degrees of freedom.",
    (c) => number(contingency(c, "_s.df")),
  ),
  aggregation(
    "Chi2Test_p(col, row, actual [, expected])",
    "ChartFunctions/StatisticalTestFunctions/chi2-tests/chi2test_p",
    [3, 4],
    "chi2 test of a table: probability that it is as expected.",
    (c) => number(contingency(c, CHI2_PROBABILITY)),
  ),
];
