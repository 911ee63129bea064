export * from "./ast";
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
export { quoteName, quoteText } from "./quoting";
export type { CallContext, FunctionDefinition, Scope } from "./scope";
export { DEFAULT_VARIABLES, defaultSettings, type Settings, settingsFrom } from "./settings";
export { type Kind, mergeTypes, readAs, TYPES, typeOf, type ValueType } from "./types";
