import { type Expr, walk } from "../../ast";
import { namedField } from "../own-exists";

/** What makes an expression depend on rows made before it. */
export interface StateRules {
  /** Fields this LOAD gives to the table: `Exists` on them sees the rows made so far. */
  ownFields: ReadonlySet<string>;
  /** WHERE depends on rows made before: then Previous and RowNo do, too. */
  filtered: boolean;
}

/** Whether SQL cannot give the expression's value, because it needs rows this LOAD has just made. */
export function isStateful(expr: Expr, rules: StateRules): boolean {
  let found = false;
  walk(expr, (node) => {
    if (node.kind === "call" && dependsOnRows(node, rules)) found = true;
    return !found;
  });
  return found;
}

function dependsOnRows(call: Extract<Expr, { kind: "call" }>, rules: StateRules): boolean {
  if (call.name === "peek") return call.args.length < 3;
  if (call.name === "exists") return rules.ownFields.has(namedField(call.args[0]) ?? "");
  return rules.filtered && (call.name === "previous" || call.name === "rowno");
}
