import { type Expr, walk } from "../ast";
import type { Statement } from "../statements";
import type { Run } from "./run";

/** Whether a LET is made of a variable that came from outside: then its own value did, too. */
export function readsGiven(run: Run, statement: Statement): boolean {
  return statement.kind === "let" && statement.expr !== null && isGiven(run, statement.expr);
}

/** Whether an expression names a variable that came from outside. */
export function isGiven(run: Run, expr: Expr): boolean {
  let given = false;
  walk(expr, (node) => {
    if (node.kind === "field" && run.variables.get(node.name)?.given) given = true;
    return !given;
  });
  return given;
}
