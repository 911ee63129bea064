import { describe, expect, test } from "vitest";
import { RULE_FOLDERS, RULE_PAGES, ruleAddress } from "@/server/shared/rule-model";
import { SCRIPT_FUNCTIONS } from "../interpreter/library";
import { CHART_FUNCTIONS } from "./chart";
import { FUNCTIONS } from "./index";

const ALL = [...new Set([...FUNCTIONS, ...SCRIPT_FUNCTIONS, ...CHART_FUNCTIONS])];

/** Pages on which several functions are documented, or a function beside others that have pages of their own. */
const SHARED: Record<string, string> = {
  "ChartFunctions/ColorFunctions/color-functions-charts":
    "ColorMix1 ColorMix2 Black Blue Brown Cyan DarkGray Green LightBlue LightCyan LightGray LightGreen LightMagenta LightRed Magenta Red White Yellow",
  "ChartFunctions/FieldFunctions/field-functions-charts": "GetNotSelectedCount",
  "ChartFunctions/RangeFunctions/RangeFunctionsInCharts": "RangeFractileExc",
  "ExponentialAndLogarithmicFunctions/exponential-logarithmic-functions": "Exp Log Log10 Pow Sqr Sqrt",
  "LogicalFunctions/logical-functions": "IsNum IsText",
  "MathConstantsAndParamFreeFunctions/mathematical-functions": "E False Pi Rand True",
  "StringFunctions/CountRegEx": "CountRegEx CountRegExI",
  "StringFunctions/ExtractRegEx": "ExtractRegEx ExtractRegExI",
  "StringFunctions/ExtractRegExGroup": "ExtractRegExGroup ExtractRegExGroupI",
  "StringFunctions/IndexRegEx": "IndexRegEx IndexRegExI",
  "StringFunctions/MatchRegEx": "MatchRegEx MatchRegExI",
  "StringFunctions/ReplaceRegEx": "ReplaceRegEx ReplaceRegExI",
  "StringFunctions/SubFieldRegEx": "SubFieldRegEx SubFieldRegExI",
  "SystemFunctions/system-functions": "DocumentName DocumentTitle OSUser ReloadTime",
  "TableFunctions/table-functions": "NoOfTables TableName TableNumber",
  "TrigonometricAndHyperbolicFunctions/trigonometric-hyperbolic-functions":
    "Acos Acosh Asin Asinh Atan Atan2 Atanh Cos Cosh Sin Sinh Tan Tanh",
};

/** Pages that are called otherwise than their function. */
const NAMES: Record<string, string> = {
  FirstSortedValue: "firstsorted",
  BlackAndSchole: "Black-and-Scholes",
};

describe("every function says where its rule is", () => {
  test("in a known folder, on a page named well", () => {
    const known = (rule: string) =>
      (RULE_PAGES as readonly string[]).includes(rule) ||
      (RULE_FOLDERS.some((folder) => folder === rule.slice(0, rule.lastIndexOf("/"))) &&
        /^[A-Za-z][\w-]*$/.test(rule.slice(rule.lastIndexOf("/") + 1)));
    expect(ALL.filter(({ rule }) => !known(rule)).map(({ name, rule }) => [name, rule])).toEqual([]);
    expect(ALL.length).toBeGreaterThan(370);
  });

  test("several on one page only where they are documented on one", () => {
    const names: Record<string, Set<string>> = {};
    for (const { name, rule } of ALL) names[rule] = new Set([...(names[rule] ?? []), name]);
    const several = Object.entries(names).filter(([rule, found]) => found.size > 1 || rule in SHARED);
    const sorted = (list: Iterable<string>) => [...list].sort();
    expect(Object.fromEntries(several.map(([rule, found]) => [rule, sorted(found)]))).toEqual(
      Object.fromEntries(Object.entries(SHARED).map(([rule, list]) => [rule, sorted(list.split(" "))])),
    );
  });

  test("a page of its own bears the function's name", () => {
    const own = ALL.filter(({ rule }) => !(rule in SHARED));
    const page = (name: string) => NAMES[name] ?? name.replace("#", "_hash");
    const other = own.filter(
      ({ name, rule }) => rule.split("/").at(-1)?.toLowerCase() !== page(name).toLowerCase(),
    );
    expect(other.map(({ name, rule }) => [name, rule])).toEqual([]);
  });

  test("the address lies in the help of scripts, or in that of charts", () => {
    const help = "https://help.qlik.com/en-US/cloud-services/Subsystems/Hub/Content/Sense_Hub";
    expect(ruleAddress("StringFunctions/Left")).toBe(`${help}/Scripting/StringFunctions/Left.htm`);
    expect(ruleAddress("ChartFunctions/aggr")).toBe(`${help}/ChartFunctions/aggr.htm`);
  });
});
