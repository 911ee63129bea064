import type { Rule } from "@/server/shared/rule-model";
import { unsupported } from "../errors";
import type { CallContext, FunctionDefinition } from "../scope";
import { define } from "./define";
import { functionNames } from "./index";

/** Functions of chart expressions only: of the rows of a chart, nested aggregation, and what is selected. */
function chart(
  signature: string,
  rule: Rule,
  args: number | [number, number],
  summary: string,
): FunctionDefinition {
  return define("chart", signature, rule, args, summary, onlyInCharts);
}

function onlyInCharts(c: CallContext): never {
  throw unsupported(
    `${c.call.written}() here`,
    c.call.at,
    "It stands in measures of charts, around aggregations.",
  );
}

const ROWS = "ChartFunctions/InterRecordFunctions";
const RANKS = "ChartFunctions/RelationalFunctions";
const OFFSET = "[TOTAL] expr [, offset [, count]]";

export const RECORD_FUNCTIONS: readonly FunctionDefinition[] = [
  chart(`Above(${OFFSET})`, `${ROWS}/above`, [1, 3], "The value one row, or offset rows, above."),
  chart(`Below(${OFFSET})`, `${ROWS}/below`, [1, 3], "The value one row, or offset rows, below."),
  chart(
    `Top(${OFFSET})`,
    `${ROWS}/top`,
    [1, 3],
    "The value in the first row, or the offset-th from the top.",
  ),
  chart(
    `Bottom(${OFFSET})`,
    `${ROWS}/bottom`,
    [1, 3],
    "The value in the last row, or the offset-th from the bottom.",
  ),
  chart(
    `Before(${OFFSET})`,
    `${ROWS}/before`,
    [1, 3],
    "The value one column, or offset columns, to the left in a cross table.",
  ),
  chart(
    `After(${OFFSET})`,
    `${ROWS}/after`,
    [1, 3],
    "The value one column, or offset columns, to the right in a cross table.",
  ),
  chart(`First(${OFFSET})`, `${ROWS}/first`, [1, 3], "The value in the first column of a cross table."),
  chart(`Last(${OFFSET})`, `${ROWS}/last`, [1, 3], "The value in the last column of a cross table."),
  chart("RowNo([TOTAL])", `${ROWS}/rowno`, 0, "Number of the row, from 1; 0 in totals."),
  chart("NoOfRows([TOTAL])", `${ROWS}/noofrows`, 0, "How many rows there are."),
  chart(
    "ColumnNo([TOTAL])",
    `${ROWS}/columnno`,
    0,
    "Number of the column of a cross table, from 1; 0 in totals.",
  ),
  chart("NoOfColumns([TOTAL])", `${ROWS}/noofcolumns`, 0, "How many columns the cross table has."),
  chart(
    "Rank([TOTAL] expr [, mode [, fmt]])",
    `${RANKS}/rank`,
    [1, 3],
    "Place among the rows, the largest first.",
  ),
  chart(
    "HRank([TOTAL] expr [, mode [, fmt]])",
    `${RANKS}/HRank`,
    [1, 3],
    "Place among the columns of a cross table.",
  ),
  chart(
    "Dimensionality()",
    `${ROWS}/dimensionality`,
    0,
    "How many dimensions the row is split by; 0 in totals.",
  ),
  chart(
    "SecondaryDimensionality()",
    `${ROWS}/secondarydimensionality`,
    0,
    "How many column dimensions a cross table's cell is split by.",
  ),
];

const FIELDS = "ChartFunctions/FieldFunctions";
const LISTED = "[, separator [, most [, state]]]";

/** Of what is selected; their first argument is a field itself, not its value in a row. */
export const SELECTION_FUNCTIONS: readonly FunctionDefinition[] = [
  chart(
    "GetSelectedCount(field [, withExcluded [, state]])",
    `${FIELDS}/getselectedcount`,
    [1, 3],
    "How many values of the field are selected.",
  ),
  chart(
    "GetPossibleCount(field [, state])",
    `${FIELDS}/getpossiblecount`,
    [1, 2],
    "How many values are selected, else possible.",
  ),
  chart(
    "GetAlternativeCount(field [, state])",
    `${FIELDS}/getalternativecount`,
    [1, 2],
    "How many values could be selected instead.",
  ),
  chart(
    "GetExcludedCount(field [, state])",
    `${FIELDS}/getexcludedcount`,
    [1, 2],
    "How many values are excluded, alternative ones too.",
  ),
  chart(
    "GetNotSelectedCount(field [, withExcluded [, state]])",
    `${FIELDS}/field-functions-charts`,
    [1, 3],
    "For fields in and-mode; refused.",
  ),
  chart(
    `GetFieldSelections(field ${LISTED})`,
    `${FIELDS}/getfieldselections`,
    [1, 4],
    "The selected values as a text.",
  ),
  chart(
    "GetCurrentSelections([lines [, colon [, separator [, most [, state]]]]])",
    `${FIELDS}/getcurrentselections`,
    [0, 5],
    "All fields with a selection and their values, as a text.",
  ),
];

export const CHART_FUNCTIONS: readonly FunctionDefinition[] = [
  ...RECORD_FUNCTIONS,
  ...SELECTION_FUNCTIONS,
  chart(
    "Aggr([{set}] [DISTINCT | NODISTINCT] expr, field, …)",
    "ChartFunctions/aggr",
    [2, Infinity],
    "A value per combination of fields, to aggregate again.",
  ),
];

const BY_NAME = new Map(CHART_FUNCTIONS.map((f) => [f.name.toLowerCase(), f]));
const RECORDS = new Set(RECORD_FUNCTIONS.map((f) => f.name.toLowerCase()));

const OF_FIELDS = new Set(SELECTION_FUNCTIONS.filter((f) => f.args[0] > 0).map((f) => f.name.toLowerCase()));

/** Whether a function's first argument names a field. */
export function asksAboutField(name: string): boolean {
  return OF_FIELDS.has(name.toLowerCase());
}

/** A function that only charts have, by name, ignoring case. */
export function findChartFunction(name: string): FunctionDefinition | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Names of all functions an expression of a chart may use, for "did you mean". */
export function chartFunctionNames(): string[] {
  return [...functionNames(), ...CHART_FUNCTIONS.map((f) => f.name)];
}

/** Whether a function looks at the rows of the chart. */
export function isRecordFunction(name: string): boolean {
  return RECORDS.has(name.toLowerCase());
}
