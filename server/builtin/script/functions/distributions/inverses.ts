import { searched, using } from "./quadrature";
import { betaTails, gammaTails, normalTails } from "./tails";

/**
 * SQL DOUBLE of the place below which a share `lo`, and above which `hi` = 1 - lo lies; both between 0 and 1, ends
 * excluded, else NULL. Found by Newton's method on the logarithm of the smaller share, which is concave in the places
 * searched (Abramowitz and Stegun, *Handbook of Mathematical Functions*, 26.2.23 and 26.4.17 give the starts).
 */
const ROUNDS = 24;

/** Within 0.0005 of a standard normal distribution's place. */
function normalGuess(lo: string, hi: string): string {
  const t = `sqrt(-2 * ln(least(${lo}, ${hi})))`;
  const far = using(
    "_u",
    { t },
    "(_u.t - (2.515517 + 0.802853 * _u.t + 0.010328 * _u.t * _u.t) / (1 + 1.432788 * _u.t + 0.189269 * _u.t * _u.t + 0.001308 * pow(_u.t, 3)))",
  );
  return `(CASE WHEN ${lo} < ${hi} THEN -1 ELSE 1 END * ${far})`;
}

/** One step towards the place where the smaller share is right; never further than 2. */
function step(tails: string, density: string): string {
  const values = { tails, density };
  const share = "greatest(CASE WHEN _i.low THEN _v.tails.lo ELSE _v.tails.hi END, 1e-320::DOUBLE)";
  const off = `(ln(${share}) - ln(_i.share)) * ${share} / greatest(_v.density, 1e-320::DOUBLE)`;
  return using("_v", values, `_z + CASE WHEN _i.low THEN -1 ELSE 1 END * least(greatest(${off}, -2), 2)`);
}

const share = (lo: string, hi: string) => ({ low: `(${lo} < ${hi})`, share: `least(${lo}, ${hi})` });

/** Of the normal distribution around 0 with a deviation of 1. */
export function normalInverse(lo: string, hi: string): string {
  const density = `exp(-_z * _z / 2) / sqrt(2 * pi())`;
  const values = { ...share(lo, hi), guess: normalGuess(lo, hi) };
  return using("_i", values, searched("_i.guess", step(normalTails("_z"), density), 5));
}

/** Of the gamma distribution of shape `a` and scale 1. */
export function gammaInverse(a: string, lo: string, hi: string): string {
  const values = {
    ...share(lo, hi),
    a,
    lo,
    guess: normalGuess(lo, hi),
    small: `(ln(${lo}) + lgamma(${a} + 1)) / ${a}`,
  };
  const cube = "greatest(1 - 1 / (9 * _i.a) + _i.guess / (3 * sqrt(_i.a)), 0.2)";
  const start = `CASE WHEN _i.small < ln(_i.a + 1) - 1.5 THEN _i.small ELSE ln(_i.a) + 3 * ln(${cube}) END`;
  const density = "exp(_i.a * _z - exp(_z) - lgamma(_i.a))";
  return using("_i", values, `exp(${searched(start, step(gammaTails("_i.a", "exp(_z)"), density), ROUNDS)})`);
}

/** Of the beta distribution: ln(x / (1 - x)), from which both x and 1 - x are had in full. */
export function betaInverse(a: string, b: string, lo: string, hi: string): string {
  const whole = `(lgamma(${a}) + lgamma(${b}) - lgamma(${a} + ${b}))`;
  const values = {
    ...share(lo, hi),
    a,
    b,
    whole,
    middle: `ln(${a} / ${b})`,
    guess: `(ln(${a} / ${b}) + ${normalGuess(lo, hi)} * sqrt(1 / ${a} + 1 / ${b}))`,
    left: `(ln(${lo}) + ln(${a}) + ${whole}) / ${a}`,
    right: `(-(ln(${hi}) + ln(${b}) + ${whole}) / ${b})`,
  };
  const start =
    "CASE WHEN _i.left < _i.middle - 3 THEN _i.left WHEN _i.right > _i.middle + 3 THEN _i.right ELSE _i.guess END";
  const [x, y] = ["(1 / (1 + exp(-_z)))", "(1 / (1 + exp(_z)))"];
  const density = `exp(-_i.a * ln(1 + exp(-_z)) - _i.b * ln(1 + exp(_z)) - _i.whole)`;
  return using("_i", values, searched(start, step(betaTails("_i.a", "_i.b", x, y), density), ROUNDS));
}
