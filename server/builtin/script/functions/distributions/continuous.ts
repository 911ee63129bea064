import type { FunctionDefinition } from "../../scope";
import { ofArguments } from "./define";
import { betaInverse, gammaInverse, normalInverse } from "./inverses";
import { betaTails, gammaTails, normalTails } from "./tails";

const PROBABILITY = "_p.prob > 0 AND _p.prob < 1";
const GAMMA = "_p.k > 0 AND _p.theta > 0";
const BETA = "_p.alpha > 0 AND _p.beta > 0";
const DF = "_p.degrees_freedom > 0";
const F = "_p.degrees_freedom1 > 0 AND _p.degrees_freedom2 > 0";
const HALF = "(_p.degrees_freedom / 2)";
const [HALF1, HALF2] = ["(_p.degrees_freedom1 / 2)", "(_p.degrees_freedom2 / 2)"];

/** SQL of `times * ln(of)`, 0 where `times` is 0, whatever `of` is. */
const log = (times: string, of: string) =>
  `CASE WHEN ${times} = 0 THEN 0 WHEN ${of} = 0 THEN '-inf'::DOUBLE ELSE ${times} * ln(${of}) END`;
const whole = (a: string, b: string) => `(lgamma(${a}) + lgamma(${b}) - lgamma(${a} + ${b}))`;
/** SQL of a density that has no bound at 0 where it grows there: NULL. */
const gammaDensity = (shape: string, x: string) =>
  `exp(${log(`(${shape} - 1)`, x)} - ${x} - lgamma(${shape}))`;
const ratio = "(_p.degrees_freedom1 * _p.value / _p.degrees_freedom2)";
const tails = {
  t: betaTails(
    HALF,
    "0.5::DOUBLE",
    "_p.degrees_freedom / (_p.degrees_freedom + _p.value * _p.value)",
    "_p.value * _p.value / (_p.degrees_freedom + _p.value * _p.value)",
  ),
  f: betaTails(HALF1, HALF2, `${ratio} / (1 + ${ratio})`, `1 / (1 + ${ratio})`),
};
/** 0 has a density only where it is finite there. */
const from0 = (name: string, shape: string) => `_p.${name} > 0 OR (_p.${name} = 0 AND ${shape} >= 1)`;

/**
 * Distributions of numbers that are not counted:
 * of chi2, F and t the probability of more than the value, of the others that of at most the value.
 */
export const continuous: FunctionDefinition[] = [
  ofArguments(
    "NormDist(value [, mean [, standard_dev [, cumulative]]])",
    "StatisticalDistributionFunctions/NormDist",
    "Probability of at most the value under a normal distribution, of mean 0 and deviation 1 unless given; its density where cumulative is 0.",
    "_p.standard_dev > 0",
    `CASE WHEN _p.cumulative = 0 THEN exp(-pow((_p.value - _p.mean) / _p.standard_dev, 2) / 2) / _p.standard_dev / sqrt(2 * pi()) ELSE ${normalTails("(_p.value - _p.mean) / _p.standard_dev")}.lo END`,
    ["0", "1", "1"],
  ),
  ofArguments(
    "NormInv(prob [, mean [, standard_dev]])",
    "StatisticalDistributionFunctions/NormInv",
    "The value of which NormDist gives the probability.",
    `${PROBABILITY} AND _p.standard_dev > 0`,
    `_p.mean + _p.standard_dev * ${normalInverse("_p.prob", "(1 - _p.prob)")}`,
    ["0", "1"],
  ),
  ofArguments(
    "ChiDensity(value, degrees_freedom)",
    "StatisticalDistributionFunctions/ChiDensity",
    "Density of the chi2 distribution.",
    `${DF} AND (${from0("value", "_p.degrees_freedom / 2")})`,
    `${gammaDensity(HALF, "(_p.value / 2)")} / 2`,
  ),
  ofArguments(
    "ChiDist(value, degrees_freedom)",
    "StatisticalDistributionFunctions/ChiDist",
    "Probability of more than the value under the chi2 distribution.",
    `_p.value >= 0 AND ${DF}`,
    `${gammaTails(HALF, "(_p.value / 2)")}.hi`,
  ),
  ofArguments(
    "ChiInv(prob, degrees_freedom)",
    "StatisticalDistributionFunctions/ChiInv",
    "The value of which ChiDist gives the probability.",
    `${PROBABILITY} AND ${DF}`,
    `2 * ${gammaInverse(HALF, "(1 - _p.prob)", "_p.prob")}`,
  ),
  ofArguments(
    "GammaDensity(value, k, theta)",
    "StatisticalDistributionFunctions/GammaDensity",
    "Density of the gamma distribution of shape k and scale theta.",
    `${GAMMA} AND (${from0("value", "_p.k")})`,
    `${gammaDensity("_p.k", "(_p.value / _p.theta)")} / _p.theta`,
  ),
  ofArguments(
    "GammaDist(value, k, theta)",
    "StatisticalDistributionFunctions/GammaDist",
    "Probability of at most the value under the gamma distribution.",
    `_p.value >= 0 AND ${GAMMA}`,
    `${gammaTails("_p.k", "(_p.value / _p.theta)")}.lo`,
  ),
  ofArguments(
    "GammaInv(prob, k, theta)",
    "StatisticalDistributionFunctions/GammaInv",
    "The value of which GammaDist gives the probability.",
    `${PROBABILITY} AND ${GAMMA}`,
    `_p.theta * ${gammaInverse("_p.k", "_p.prob", "(1 - _p.prob)")}`,
  ),
  ofArguments(
    "BetaDensity(value, alpha, beta)",
    "StatisticalDistributionFunctions/BetaDensity",
    "Density of the beta distribution.",
    `${BETA} AND (${from0("value", "_p.alpha")}) AND (_p.value < 1 OR (_p.value = 1 AND _p.beta >= 1))`,
    `exp(${log("(_p.alpha - 1)", "_p.value")} + ${log("(_p.beta - 1)", "(1 - _p.value)")} - ${whole("_p.alpha", "_p.beta")})`,
  ),
  ofArguments(
    "BetaDist(value, alpha, beta)",
    "StatisticalDistributionFunctions/BetaDist",
    "Probability of at most the value under the beta distribution.",
    `_p.value BETWEEN 0 AND 1 AND ${BETA}`,
    `${betaTails("_p.alpha", "_p.beta", "_p.value", "(1 - _p.value)")}.lo`,
  ),
  ofArguments(
    "BetaInv(prob, alpha, beta)",
    "StatisticalDistributionFunctions/BetaInv",
    "The value of which BetaDist gives the probability.",
    `${PROBABILITY} AND ${BETA}`,
    `1 / (1 + exp(-${betaInverse("_p.alpha", "_p.beta", "_p.prob", "(1 - _p.prob)")}))`,
  ),
  ofArguments(
    "FDensity(value, degrees_freedom1, degrees_freedom2)",
    "StatisticalDistributionFunctions/FDensity",
    "Density of the F distribution.",
    `${F} AND (${from0("value", "_p.degrees_freedom1 / 2")})`,
    `exp(${log(HALF1, "(_p.degrees_freedom1 / _p.degrees_freedom2)")} + ${log(`(${HALF1} - 1)`, "_p.value")} - (${HALF1} + ${HALF2}) * ln(1 + ${ratio}) - ${whole(HALF1, HALF2)})`,
  ),
  ofArguments(
    "FDist(value, degrees_freedom1, degrees_freedom2)",
    "StatisticalDistributionFunctions/FDist",
    "Probability of more than the value under the F distribution.",
    `_p.value >= 0 AND ${F}`,
    `${tails.f}.hi`,
  ),
  ofArguments(
    "FInv(prob, degrees_freedom1, degrees_freedom2)",
    "StatisticalDistributionFunctions/FInv",
    "The value of which FDist gives the probability.",
    `${PROBABILITY} AND ${F}`,
    `_p.degrees_freedom2 / _p.degrees_freedom1 * exp(${betaInverse(HALF1, HALF2, "(1 - _p.prob)", "_p.prob")})`,
  ),
  ofArguments(
    "TDensity(value, degrees_freedom)",
    "StatisticalDistributionFunctions/TDensity",
    "Density of Student's t distribution.",
    DF,
    `exp(-(${HALF} + 0.5) * ln(1 + _p.value * _p.value / _p.degrees_freedom) - ${whole(HALF, "0.5::DOUBLE")}) / sqrt(_p.degrees_freedom)`,
  ),
  ofArguments(
    "TDist(value, degrees_freedom, tails)",
    "StatisticalDistributionFunctions/TDist",
    "Probability of more than the value, of 0 and more, under Student's t distribution; with 2 tails also of less than its negative.",
    `_p.value >= 0 AND ${DF} AND _p.tails IN (1, 2)`,
    `${tails.t}.lo * _p.tails / 2`,
  ),
  ofArguments(
    "TInv(prob, degrees_freedom)",
    "StatisticalDistributionFunctions/TInv",
    "The value of which TDist gives the probability with 2 tails.",
    `${PROBABILITY} AND ${DF}`,
    `sqrt(_p.degrees_freedom * exp(-${betaInverse(HALF, "0.5::DOUBLE", "_p.prob", "(1 - _p.prob)")}))`,
  ),
];
