import { quoteText } from "../quoting";
import type { CallContext, FunctionDefinition } from "../scope";
import { aggregation, number } from "./define";

/** SQL of what figures of a line through points are made of. */
interface Line {
  slope: string;
  start: string;
  /** Sums of squares: what the line explains, and what it leaves. */
  explained: string;
  left: string;
  /** Degrees of freedom. */
  freedom: string;
  r2: string;
  /** What the standard error of `y` is multiplied by for that of the slope, and of where the line starts. */
  ofSlope: string;
  ofStart: string;
}

/** One figure of the line through points, least squares. Pairs of which one is no number are left out. */
function figure(name: string, summary: string, write: (line: Line) => string): FunctionDefinition {
  const page = `StatisticalAggregationFunctions/${name.toLowerCase()}` as const;
  return aggregation(`${name}(y, x [, y0 [, x0]])`, page, [2, 4], summary, (c) =>
    number(write(c.count > 2 ? fixedLine(c) : freeLine(c.double(0), c.double(1)))),
  );
}

function freeLine(y: string, x: string): Line {
  const of = `${y}, ${x}`;
  const spread = `nullif(regr_sxx(${of}), 0)`;
  const left = `(regr_syy(${of}) - pow(regr_sxy(${of}), 2) / ${spread})`;
  // Signed: two points and fewer are counted down from.
  const count = `CAST(regr_count(${of}) AS BIGINT)`;
  const slope = `(regr_sxy(${of}) / ${spread})`;
  return {
    slope,
    start: `(regr_avgy(${of}) - ${slope} * regr_avgx(${of}))`,
    explained: `(regr_syy(${of}) - ${left})`,
    left,
    freedom: `(nullif(${count}, 0) - 2)`,
    r2: `pow(corr(${of}), 2)`,
    ofSlope: `(1.0 / sqrt(${spread}))`,
    ofStart: `sqrt(1.0 / ${count} + pow(regr_avgx(${of}), 2) / ${spread})`,
  };
}

/** The line goes through the point (x0, y0); x0 is 0 unless given. It is as one through 0 for points moved there. */
function fixedLine(c: CallContext): Line {
  const [y0, x0] = [c.literalNumber(2), c.count > 3 ? c.literalNumber(3) : 0].map(
    (n) => `${quoteText(String(n))}::DOUBLE`,
  );
  const [y, x] = [`(${c.double(0)} - ${y0})`, `(${c.double(1)} - ${x0})`];
  const squares = `nullif(sum(${x} * ${x}) FILTER (WHERE ${y} IS NOT NULL), 0)`;
  const products = `sum(${x} * ${y})`;
  const slope = `(${products} / ${squares})`;
  const explained = `(pow(${products}, 2) / ${squares})`;
  const total = `(sum(${y} * ${y}) FILTER (WHERE ${x} IS NOT NULL))`;
  return {
    slope,
    start: `(${y0} - ${slope} * ${x0})`,
    explained,
    left: `(${total} - ${explained})`,
    freedom: `(nullif(CAST(count(${x} + ${y}) AS BIGINT), 0) - 1)`,
    r2: `(${explained} / nullif(${total}, 0))`,
    ofSlope: `(1.0 / sqrt(${squares}))`,
    ofStart: `(abs(${x0}) / sqrt(${squares}))`,
  };
}

/** Standard error of the estimates; NULL without degrees of freedom. Rounding may leave a little less than 0. */
const error = ({ left, freedom }: Line) => `sqrt(greatest(${left}, 0) / nullif(greatest(${freedom}, 0), 0))`;

/** Figures of a line through points. */
export const lines: FunctionDefinition[] = [
  figure("Linest_M", "Slope of the line y = mx + b.", (l) => l.slope),
  figure("Linest_B", "Where the line y = mx + b starts: b.", (l) => l.start),
  figure("Linest_R2", "Square of the correlation.", (l) => l.r2),
  figure("Linest_DF", "Degrees of freedom.", (l) => `CAST(${l.freedom} AS DOUBLE)`),
  figure("Linest_SSReg", "Sum of squares the line explains.", (l) => l.explained),
  figure("Linest_SSResid", "Sum of squares it leaves.", (l) => l.left),
  figure("Linest_SEY", "Standard error of y.", error),
  figure("Linest_SEM", "Standard error of the slope.", (l) => `(${error(l)} * ${l.ofSlope})`),
  figure("Linest_SEB", "Standard error of b.", (l) => `(${error(l)} * ${l.ofStart})`),
  figure("Linest_F", "F of the regression.", (l) => `(${l.explained} / nullif(pow(${error(l)}, 2), 0))`),
  aggregation(
    "STEYX(y, x)",
    "StatisticalAggregationFunctions/steyx",
    2,
    "Standard error of the y that the line gives for x.",
    (c) => number(error(freeLine(c.double(0), c.double(1)))),
  ),
];
