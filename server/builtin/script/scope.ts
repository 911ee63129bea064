import type { Rule } from "@/server/shared/rule-model";
import type { Call, Expr } from "./ast";
import type { Typed } from "./convert";
import type { Settings } from "./settings";

/**
 * What an expression may refer to, given by whoever compiles it: the load script gives the columns of a LOAD's
 * input, the associative engine those of the relation a chart asks.
 */
export interface Scope {
  /**
   * The typed SQL of a field by its exact, case-sensitive name (`{ sql: 't."Amount"', type: typeOf("DOUBLE") }`),
   * or undefined where there is none. The SQL is put into the result as it is: quote it.
   */
  field(name: string): Typed | undefined;
  /** Names `field` knows, for "did you mean". */
  fieldNames(): Iterable<string>;
  settings: Settings;
  /**
   * Where given, aggregations are allowed, and a field outside of one must be part of these expressions
   * (`[]`: everything is one group). Where absent, an aggregation is an error.
   */
  grouping?: Expr[];
  /** Functions besides the library's, looked up first: the script adds `Peek`, `RecNo`, `Exists`, … */
  functions?: ReadonlyMap<string, FunctionDefinition>;
  /** SQL that gives the load order of rows; lets `FirstValue` and `Concat` keep it. */
  order?: string;
}

export interface FunctionDefinition {
  /** As documented, for example `MonthName`. Looked up ignoring case. */
  name: string;
  group: FunctionGroup;
  /** Least and most arguments; `Infinity` where open. */
  args: [number, number];
  /** Takes many rows to one value: `Sum`, `Count`, … Only these know DISTINCT. */
  aggregate?: boolean;
  /** How it is written, and what it gives, in one line each; for the guide and for editors. */
  signature: string;
  summary: string;
  /** Where what it does is documented. */
  rule: Rule;
  compile(call: CallContext): Typed;
}

export type FunctionGroup =
  | "aggregation"
  | "chart"
  | "color"
  | "conditional"
  | "null"
  | "text"
  | "number"
  | "format"
  | "date"
  | "range"
  | "record"
  | "mapping"
  | "table"
  | "system";

/** A call being compiled. Arguments are compiled when asked for, each once. */
export interface CallContext {
  call: Call;
  settings: Settings;
  scope: Scope;
  count: number;
  /** Stands inside an aggregation (or is one): its arguments are of single rows. */
  aggregated: boolean;
  /** Argument as typed SQL; an error where it was not written. */
  arg(index: number): Typed;
  args(from?: number): Typed[];
  /** Shorthands of the conversions in `convert.ts`. */
  number(index: number): Typed;
  double(index: number): string;
  integer(index: number): string;
  text(index: number): string;
  timestamp(index: number): string;
  date(index: number): string;
  /** Argument as SQL BOOLEAN where NULL counts as false. */
  condition(index: number): string;
  /** Text that must be written as a literal (a format, a table name), or `script.unsupported`. */
  literalText(index: number): string;
  optionalLiteralText(index: number): string | undefined;
  literalNumber(index: number): number;
  error(message: string, index?: number): Error;
}
