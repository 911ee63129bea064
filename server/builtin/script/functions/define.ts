import type { Rule } from "@/server/shared/rule-model";
import type { Typed } from "../convert";
import type { CallContext, FunctionDefinition, FunctionGroup } from "../scope";
import { TYPES } from "../types";

type Compile = (call: CallContext) => Typed;

/**
 * One entry of the library.
 * @param signature as documented: `Left(text, n)`; the name is what stands before the bracket
 * @param rule where what it does is documented: `StringFunctions/Left`
 */
export function define(
  group: FunctionGroup,
  signature: string,
  rule: Rule,
  args: number | [number, number],
  summary: string,
  compile: Compile,
): FunctionDefinition {
  const name = signature.slice(0, signature.indexOf("("));
  return {
    name,
    group,
    signature,
    rule,
    summary,
    args: typeof args === "number" ? [args, args] : args,
    compile,
  };
}

/** An entry that takes many rows to one value. */
export function aggregation(
  signature: string,
  rule: Rule,
  args: number | [number, number],
  summary: string,
  compile: Compile,
): FunctionDefinition {
  return { ...define("aggregation", signature, rule, args, summary, compile), aggregate: true };
}

export const text = (sql: string): Typed => ({ sql, type: TYPES.text });
export const integer = (sql: string): Typed => ({ sql, type: TYPES.integer });
export const number = (sql: string): Typed => ({ sql, type: TYPES.number });
export const boolean = (sql: string): Typed => ({ sql, type: TYPES.boolean });
export const date = (sql: string, format?: string): Typed => ({
  sql,
  type: TYPES.date,
  ...(format ? { format } : {}),
});
export const timestamp = (sql: string, format?: string): Typed => ({
  sql,
  type: TYPES.timestamp,
  ...(format ? { format } : {}),
});
