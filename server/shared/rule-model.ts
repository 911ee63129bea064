/** Folders of Qlik's help in which functions are documented; those that `ChartFunctions` begins are of charts. */
export const RULE_FOLDERS = [
  "AggregationFunctions",
  "ConditionalFunctions",
  "CounterAggregationFunctions",
  "CounterFunctions",
  "DateAndTimeFunctions",
  "ExponentialAndLogarithmicFunctions",
  "FileFunctions",
  "FinancialAggregationFunctions",
  "FinancialFunctions",
  "FormattingFunctions",
  "GeospatialFunctions",
  "InterRecordFunctions",
  "InterpretationFunctions",
  "LogicalFunctions",
  "MappingFunctions",
  "MathConstantsAndParamFreeFunctions",
  "NULLFunctions",
  "RangeFunctions",
  "StatisticalAggregationFunctions",
  "StatisticalDistributionFunctions",
  "StringAggregationFunctions",
  "StringFunctions",
  "SystemFunctions",
  "TableFunctions",
  "TrigonometricAndHyperbolicFunctions",
  "ChartFunctions/ColorFunctions",
  "ChartFunctions/FieldFunctions",
  "ChartFunctions/GeneralNumericFunctions",
  "ChartFunctions/InterRecordFunctions",
  "ChartFunctions/RangeFunctions",
  "ChartFunctions/RelationalFunctions",
  "ChartFunctions/StatisticalTestFunctions/chi2-tests",
  "ChartFunctions/StatisticalTestFunctions/ttest",
  "ChartFunctions/StatisticalTestFunctions/ztest",
] as const;

/** Pages that lie in none of the folders. */
export const RULE_PAGES = ["Black-and-Scholes", "ChartFunctions/aggr"] as const;

/** The page of Qlik's help that says what a function does: `StringFunctions/Left`. Upper and lower case count. */
export type Rule = `${(typeof RULE_FOLDERS)[number]}/${string}` | (typeof RULE_PAGES)[number];

const HELP = "https://help.qlik.com/en-US/cloud-services/Subsystems/Hub/Content/Sense_Hub";

/** The address of a rule's page. */
export function ruleAddress(rule: string): string {
  return `${HELP}/${rule.startsWith("ChartFunctions/") ? rule : `Scripting/${rule}`}.htm`;
}
