import { asDate, asDouble } from "../convert";
import { unsupported } from "../errors";
import type { CallContext, FunctionDefinition } from "../scope";
import { aggregation, define, number } from "./define";
import { ofArguments } from "./distributions/define";
import { reached, using } from "./distributions/quadrature";
import { normalTails } from "./distributions/tails";

const PAIRS: [number, number] = [2, Infinity];

/**
 * SQL DOUBLE of a rate that has to be searched for: the one next to 10 % where a balance changes its sign; NULL where
 * it does not between -99 % and 9,900 %. Searched in the logarithm of the growth, to all digits.
 * @param balance SQL of the balance at a growth of `exp(growth)` a period
 */
function rateWhere(balance: (growth: string) => string): string {
  const changes = `list_filter(range(-230, 230), _g -> ${balance("(_g / 50)")} * ${balance("((_g + 1) / 50)")} <= 0)`;
  const nearest = `list_sort(list_transform(${changes}, _g -> {'d': abs(_g - 5), 'g': _g}))[1].g / 50`;
  const side = using("_o", { start: nearest }, `{'start': _o.start, 'side': sign(${balance("_o.start")})}`);
  const found = reached("_s.o.start", 0.01, 50, `${balance("(_z + _w)")} * _s.o.side > 0`);
  return using("_s", { o: side }, `CASE WHEN _s.o.start IS NOT NULL THEN exp(${found}) - 1 END`);
}

/** @param flows SQL of a list of payments, one a period */
function rateOfPeriods(flows: string): string {
  const balance = (growth: string) =>
    `list_sum(list_transform(_c.flows, (_v, _n) -> _v * exp(-${growth} * (_n - 1))))`;
  return using("_c", { flows }, rateWhere(balance));
}

/** @param flows SQL of a list of STRUCT(v DOUBLE, d DOUBLE): payments, and when in years */
function rateOfDates(flows: string): string {
  const first = "list_min(list_transform(_d.flows, _v -> _v.d))";
  const shifted = using("_d", { flows }, `list_transform(_d.flows, _v -> {'v': _v.v, 'd': _v.d - ${first}})`);
  const balance = (growth: string) =>
    `list_sum(list_transform(_c.flows, _v -> _v.v * exp(-${growth} * _v.d)))`;
  return using("_c", { flows: shifted }, rateWhere(balance));
}

const years = (date: string) => `(date_diff('day', DATE '2000-01-01', ${date}) / 365.0::DOUBLE)`;
const known = (list: string) => `list_filter(${list}, _x -> _x IS NOT NULL)`;
const numbersOf = (c: CallContext, from: number) =>
  known(
    `[${c
      .args(from)
      .map((v) => asDouble(v, c.settings))
      .join(", ")}]`,
  );

/** SQL of the payments with dates that are arguments from one on. */
function datedOf(c: CallContext, from: number): string {
  const args = c.args(from);
  if (args.length % 2 > 0) throw c.error("every value needs its date");
  const pairs = args.flatMap((value, i) => {
    const day = args[i + 1];
    if (i % 2 > 0 || !day) return [];
    return [`{'v': ${asDouble(value, c.settings)}, 'd': ${years(asDate(day, c.settings))}}`];
  });
  return `list_filter([${pairs.join(", ")}], _x -> _x.v IS NOT NULL AND _x.d IS NOT NULL)`;
}

function inOrder(c: CallContext): string {
  const { order } = c.scope;
  if (!order)
    throw unsupported(`${c.call.written}() outside a load script`, c.call.at, "XIrr() goes by dates.");
  return `list(${c.double(0)} ORDER BY ${order}) FILTER (WHERE ${c.double(0)} IS NOT NULL)`;
}

const GROWN = (growth: string) => {
  const paid = `CASE WHEN abs(_e.g) < 1e-9 THEN _p.periods ELSE (exp(_e.g * _p.periods) - 1) / (exp(_e.g) - 1) END`;
  const due = `(1 + (exp(_e.g) - 1) * _p.type)`;
  return using(
    "_e",
    { g: growth },
    `(_p.pv * exp(_e.g * _p.periods) + _p.payment * ${due} * ${paid} + _p.fv)`,
  );
};

const D1 =
  "((ln(_p.underlying_price / _p.strike) + (_p.risk_free_rate + _p.vol * _p.vol / 2) * _p.time_left) / (_p.vol * sqrt(_p.time_left)))";
const LATER = "(_p.strike * exp(-_p.risk_free_rate * _p.time_left))";

/** Rates of interest and prices. */
export const rates: FunctionDefinition[] = [
  aggregation(
    "Irr(value)",
    "FinancialAggregationFunctions/IRR",
    1,
    "The rate at which payments of equal periods, in load order, are worth nothing.",
    (c) => number(rateOfPeriods(inOrder(c))),
  ),
  aggregation(
    "XIrr(value, date)",
    "FinancialAggregationFunctions/XIRR",
    2,
    "The yearly rate at which payments on dates are worth nothing.",
    (c) => {
      const pair = `{'v': ${c.double(0)}, 'd': ${years(c.date(1))}}`;
      const flows = `list(${pair} ORDER BY ${pair}) FILTER (WHERE ${c.double(0)} IS NOT NULL AND ${c.date(1)} IS NOT NULL)`;
      return number(rateOfDates(flows));
    },
  ),
  ofArguments(
    "Rate(periods, payment, pv [, fv [, type]])",
    "FinancialFunctions/Rate",
    "The rate of a period, the one next to 10 %; NULL where there is none.",
    "_p.periods > 0",
    rateWhere(GROWN),
    ["0", "0"],
  ),
  define(
    "range",
    "RangeIrr(value, …)",
    "RangeFunctions/RangeIRR",
    [1, Infinity],
    "Irr of its arguments.",
    (c) => number(rateOfPeriods(numbersOf(c, 0))),
  ),
  define(
    "range",
    "RangeXirr(value, date, …)",
    "RangeFunctions/RangeXIRR",
    PAIRS,
    "XIrr of pairs of arguments.",
    (c) => number(rateOfDates(datedOf(c, 0))),
  ),
  define(
    "range",
    "RangeNpv(rate, value, …)",
    "RangeFunctions/RangeNPV",
    PAIRS,
    "Npv of its arguments.",
    (c) => {
      const worth = "list_sum(list_transform(_c.flows, (_v, _n) -> _v / pow(1 + _c.rate, _n)))";
      return number(using("_c", { rate: c.double(0), flows: numbersOf(c, 1) }, worth));
    },
  ),
  define(
    "range",
    "RangeXnpv(rate, value, date, …)",
    "RangeFunctions/RangeXNPV",
    [3, Infinity],
    "XNpv of pairs of arguments.",
    (c) => {
      const first = "list_min(list_transform(_c.flows, _v -> _v.d))";
      const worth = `list_sum(list_transform(_c.flows, _v -> _v.v / pow(1 + _c.rate, _v.d - ${first})))`;
      return number(using("_c", { rate: c.double(0), flows: datedOf(c, 1) }, worth));
    },
  ),
  ofArguments(
    "BlackAndSchole(strike, time_left, underlying_price, vol, risk_free_rate, call)",
    "Black-and-Scholes",
    "Price of an option by Black and Scholes: to buy where call is 1, to sell where it is 0.",
    "_p.strike > 0 AND _p.time_left > 0 AND _p.underlying_price > 0 AND _p.vol > 0 AND _p.call IN (0, 1)",
    using(
      "_o",
      { one: normalTails(D1), two: normalTails(`(${D1} - _p.vol * sqrt(_p.time_left))`) },
      `CASE WHEN _p.call = 1 THEN _p.underlying_price * _o.one.lo - ${LATER} * _o.two.lo ELSE ${LATER} * _o.two.hi - _p.underlying_price * _o.one.hi END`,
    ),
  ),
];
