export * from "./ast";
export { checkScript, type ScriptIssue } from "./check";
export { checkExpression, type ExpressionFault } from "./check-expression";
export {
  aggregationsOf,
  type Compiled,
  compileCondition,
  compileExpression,
  hasAggregation,
  isAggregation,
} from "./compile";
export { asNumber, asText, type Typed } from "./convert";
export { parseExpression } from "./expression-parser";
export { FUNCTIONS, findFunction } from "./functions";
export { keepTables } from "./interpreter/keep-tables";
export { SCRIPT_FUNCTIONS } from "./interpreter/library";
export { runScript } from "./interpreter/run-script";
export { KEYWORDS } from "./keywords";
export { hasPartialLoads } from "./partial-loads";
export type {
  HiddenTable,
  KeptTable,
  LibFile,
  PreviousRun,
  ScriptErrorPlace,
  ScriptField,
  ScriptHost,
  ScriptLimits,
  ScriptResult,
  ScriptTable,
  StoredQvd,
} from "./port";
export { quoteName, quoteText } from "./quoting";
export { readsStored } from "./reads-stored";
export type { CallContext, FunctionDefinition, Scope } from "./scope";
export { DEFAULT_VARIABLES, defaultSettings, type Settings, settingsFrom } from "./settings";
export { alphabet } from "./sort-keys";
export { type RawStatement, splitStatements } from "./split";
export { storingWriter } from "./storing";
export { type Kind, mergeTypes, readAs, TYPES, typeOf, type ValueType } from "./types";
