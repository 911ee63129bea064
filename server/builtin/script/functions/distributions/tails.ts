import { overAll, overUnit, using } from "./quadrature";

/**
 * SQL of what lies below and above a value: STRUCT(lo DOUBLE, hi DOUBLE), of which the smaller one is right to about
 * 13 digits, however small it is. All arguments are SQL DOUBLE, NULL where they are not allowed; then both are NULL.
 */

/** Of the gamma distribution of shape `a` and scale 1: the incomplete gamma functions P and Q of `x` >= 0. */
export function gammaTails(a: string, x: string): string {
  const power = "exp(_g.a * ln(_g.x) - _g.x - lgamma(_g.a))";
  // P(a) is led back to P(a + 1), whose integrand does not grow without bound at 0.
  const below = `${power} / _g.a * (1 + _g.x * ${overUnit("exp(_g.a * ln(_q.at) + _g.x * _q.rest)")})`;
  const width = "(_g.x - _g.a + 1 + sqrt(_g.a))";
  const above = `${power} / ${width} * ${overAll(`exp((_g.a - 1) * ln(1 + _q.at / ${width}) - _g.x * _q.at / ${width})`)}`;
  const one = `CASE WHEN _g.x = 0 THEN 0.0::DOUBLE WHEN _g.x = 'inf'::DOUBLE THEN 0.0::DOUBLE WHEN _g.low THEN ${below} ELSE ${above} END`;
  const split = using("_h", { low: "_g.low", one: clamped(one) }, ordered("_h.low"));
  return using("_g", { a, x, low: `(${x} < ${a} + 1)` }, split);
}

/** Of the beta distribution: the incomplete beta function I of `x`, and `y` = 1 - x, both from 0 to 1. */
export function betaTails(a: string, b: string, x: string, y: string): string {
  const power = "exp(lgamma(_b.a + _b.b) - lgamma(_b.a) - lgamma(_b.b) + _b.a * ln(_b.x) + _b.b * ln(_b.y))";
  const inner = overUnit("exp(_b.a * ln(_q.at) + (_b.b - 1) * ln(1 + _b.x * _q.rest / _b.y))");
  const one = `CASE WHEN _b.x = 0 THEN 0.0::DOUBLE ELSE ${power} / _b.a * (1 + (_b.a + _b.b) * _b.x / _b.y * ${inner}) END`;
  const split = using("_h", { low: "_b.low", one: clamped(one) }, ordered("_h.low"));
  // The tail on the side of the value that the mean is not on: there the integrand only rises.
  const turned = using(
    "_b",
    {
      low: "_a.low",
      a: "CASE WHEN _a.low THEN _a.a ELSE _a.b END",
      b: "CASE WHEN _a.low THEN _a.b ELSE _a.a END",
      x: "CASE WHEN _a.low THEN _a.x ELSE _a.y END",
      y: "CASE WHEN _a.low THEN _a.y ELSE _a.x END",
    },
    split,
  );
  return using("_a", { a, b, x, y, low: `(${x} * (${a} + ${b}) <= ${a})` }, turned);
}

/** Of the normal distribution around 0 with a deviation of 1. */
export function normalTails(z: string): string {
  const tail = using("_t", { z: "_n.z", up: gammaTails("0.5::DOUBLE", "_n.z * _n.z / 2") }, "_t.up.hi / 2");
  const split = using("_h", { low: "_n.z < 0", one: tail }, ordered("_h.low"));
  return using("_n", { z }, split);
}

const clamped = (sql: string) => `least(greatest(${sql}, 0), 1)`;

/** Both tails of the one that was worked out. */
function ordered(low: string): string {
  return `{'lo': CASE WHEN ${low} THEN _h.one ELSE 1 - _h.one END, 'hi': CASE WHEN ${low} THEN 1 - _h.one ELSE _h.one END}`;
}
