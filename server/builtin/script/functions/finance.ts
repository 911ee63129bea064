import { unsupported } from "../errors";
import type { CallContext, FunctionDefinition } from "../scope";
import { aggregation, define, number } from "./define";

/** Growth over the periods, and what every payment is worth by then; without interest each is worth itself. */
function terms(c: CallContext, rate: string, periods: string) {
  const growth = `pow(1 + ${rate}, ${periods})`;
  const due = c.count > 4 ? `(1 + ${rate} * ${c.double(4)})` : "1";
  const paid = `CASE WHEN ${rate} = 0 THEN ${periods} ELSE ${due} * (${growth} - 1) / ${rate} END`;
  return { growth, paid };
}

const optional = (c: CallContext, index: number) => (c.count > index ? c.double(index) : "0");

/**
 * Interest and payments: money paid is negative, money received positive; `type` 1 pays at the start of a period, 0 at
 * its end.
 */
export const finances: FunctionDefinition[] = [
  define(
    "number",
    "FV(rate, periods, payment [, pv [, type]])",
    "FinancialFunctions/FV",
    [3, 5],
    "What payments are worth in the end; type 1 pays at the start of a period, 0 (unless given) at its end.",
    (c) => {
      const { growth, paid } = terms(c, c.double(0), c.double(1));
      return number(`(-(${optional(c, 3)} * ${growth} + ${c.double(2)} * ${paid}))`);
    },
  ),
  define(
    "number",
    "PV(rate, periods, payment [, fv [, type]])",
    "FinancialFunctions/PV",
    [3, 5],
    "What payments are worth today; type 1 pays at the start of a period, 0 (unless given) at its end.",
    (c) => {
      const { growth, paid } = terms(c, c.double(0), c.double(1));
      return number(`(-(${optional(c, 3)} + ${c.double(2)} * ${paid}) / nullif(${growth}, 0))`);
    },
  ),
  define(
    "number",
    "Pmt(rate, periods, pv [, fv [, type]])",
    "FinancialFunctions/Pmt",
    [3, 5],
    "The payment of every period; type 1 pays at its start, 0 (unless given) at its end.",
    (c) => {
      const { growth, paid } = terms(c, c.double(0), c.double(1));
      return number(`(-(${c.double(2)} * ${growth} + ${optional(c, 3)}) / nullif(${paid}, 0))`);
    },
  ),
  define(
    "number",
    "NPer(rate, payment, pv [, fv [, type]])",
    "FinancialFunctions/nPer",
    [3, 5],
    "The number of periods; NULL where there is none.",
    (c) => {
      const [rate, payment, pv, fv] = [c.double(0), c.double(1), c.double(2), optional(c, 3)];
      const due = c.count > 4 ? `${payment} * (1 + ${rate} * ${c.double(4)})` : payment;
      const ratio = `((${due} - ${fv} * ${rate}) / nullif(${due} + ${pv} * ${rate}, 0))`;
      const periods = `CASE WHEN ${ratio} > 0 THEN ln(${ratio}) / nullif(ln(1 + ${rate}), 0) END`;
      return number(
        `CASE WHEN ${rate} = 0 THEN -(${pv} + ${fv}) / nullif(${payment}, 0) WHEN ${rate} > -1 THEN ${periods} END`,
      );
    },
  ),
  aggregation(
    "Npv(rate, value)",
    "FinancialAggregationFunctions/NPV",
    2,
    "Worth today of values at the end of equal periods, in load order.",
    (c) => {
      const { order } = c.scope;
      if (!order)
        throw unsupported(`${c.call.written}() outside a load script`, c.call.at, "XNpv() goes by dates.");
      const values = `list(${c.double(1)} ORDER BY ${order}) FILTER (WHERE ${c.double(1)} IS NOT NULL)`;
      const worth = `list_transform(${values}, (_v, _i) -> _v / pow(1 + ${rateOf(c)}, _i))`;
      return number(`list_sum(${worth})`);
    },
  ),
  aggregation(
    "XNpv(rate, value, date)",
    "FinancialAggregationFunctions/XNPV",
    3,
    "Worth on the first of the dates of values on dates.",
    (c) => {
      const growth = `ln(1 + ${rateOf(c)})`;
      // From a fixed day on, then moved to the first: an aggregation cannot stand inside another.
      const years = `((date_diff('day', DATE '2000-01-01', ${c.date(2)})) / 365.0::DOUBLE)`;
      return number(
        `(sum(${c.double(1)} * exp(-${growth} * ${years})) * exp(${growth} * min(${years}) FILTER (WHERE ${c.double(1)} IS NOT NULL)))`,
      );
    },
  ),
];

/** A rate written as a number above -1. */
function rateOf(c: CallContext): string {
  const value = c.literalNumber(0);
  if (value > -1) return `${value}::DOUBLE`;
  throw c.error("the rate must be a number above -1", 0);
}
