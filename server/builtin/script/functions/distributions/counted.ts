import type { FunctionDefinition } from "../../scope";
import { ofArguments } from "./define";
import { reached } from "./quadrature";
import { betaTails, gammaTails } from "./tails";

/** Counts beyond this are not searched for. */
const MOST = 2 ** 40;
const BINOMIAL = "_p.trials >= 0 AND _p.trial_probability BETWEEN 0 AND 1";
const COUNT = "floor(_p.value)";
const TRIALS = "floor(_p.trials)";

/** SQL of `times * ln(of)`, 0 where `times` is 0; the logarithm of 0 is less than any number needs. */
const log = (times: string, of: string) => `${times} * ln(greatest(${of}, 1e-320::DOUBLE))`;

function binomial(count: string): string {
  const tails = betaTails(
    `(${count} + 1)`,
    `(${TRIALS} - ${count})`,
    "_p.trial_probability",
    "(1 - _p.trial_probability)",
  );
  return `CASE WHEN ${count} >= ${TRIALS} THEN 1.0::DOUBLE ELSE ${tails}.hi END`;
}
const poisson = (count: string) => `${gammaTails(`(${count} + 1)`, "_p.mean")}.hi`;

/** SQL of the least count whose probability, with all below it, is not less than the one given. */
function least(cumulated: (count: string) => string, most: string): string {
  const next = "(_z + _w)";
  // The probability of exactly this many must lead back to it, in spite of its last digits.
  const less = `${cumulated(`(${next} - 1)`)} < _p.prob * (1 - 1e-12::DOUBLE)`;
  return reached("0.0::DOUBLE", MOST, 41, `${next} <= ${most} AND ${less}`);
}

/** Distributions of counts. What is behind the point of a count is cut off. */
export const counted: FunctionDefinition[] = [
  ofArguments(
    "BinomDist(value, trials, trial_probability)",
    "StatisticalDistributionFunctions/BinomDist",
    "Probability of at most the value of trials.",
    `${BINOMIAL} AND _p.value >= 0 AND ${COUNT} <= ${TRIALS}`,
    binomial(COUNT),
  ),
  ofArguments(
    "BinomFrequency(value, trials, trial_probability)",
    "StatisticalDistributionFunctions/BinomFrequency",
    "Probability of exactly the value of trials.",
    `${BINOMIAL} AND _p.value >= 0 AND ${COUNT} <= ${TRIALS}`,
    `exp(lgamma(${TRIALS} + 1) - lgamma(${COUNT} + 1) - lgamma(${TRIALS} - ${COUNT} + 1) + ${log(COUNT, "_p.trial_probability")} + ${log(`(${TRIALS} - ${COUNT})`, "(1 - _p.trial_probability)")})`,
  ),
  ofArguments(
    "BinomInv(prob, trials, trial_probability)",
    "StatisticalDistributionFunctions/BinomInv",
    "The least value of which BinomDist gives at least the probability.",
    `${BINOMIAL} AND _p.prob BETWEEN 0 AND 1 AND _p.trials <= ${MOST}`,
    least(binomial, TRIALS),
  ),
  ofArguments(
    "PoissonDist(value, mean)",
    "StatisticalDistributionFunctions/PoissonDist",
    "Probability of at most the value under the Poisson distribution.",
    "_p.value >= 0 AND _p.mean > 0",
    poisson(COUNT),
  ),
  ofArguments(
    "PoissonFrequency(value, mean)",
    "StatisticalDistributionFunctions/PoissonFrequency",
    "Probability of exactly the value under the Poisson distribution.",
    "_p.value >= 0 AND _p.mean > 0",
    `exp(${COUNT} * ln(_p.mean) - _p.mean - lgamma(${COUNT} + 1))`,
  ),
  ofArguments(
    "PoissonInv(prob, mean)",
    "StatisticalDistributionFunctions/PoissonInv",
    "The least value of which PoissonDist gives at least the probability.",
    `_p.prob >= 0 AND _p.prob < 1 AND _p.mean > 0 AND _p.mean <= ${MOST / 2}`,
    least(poisson, String(MOST)),
  ),
];
