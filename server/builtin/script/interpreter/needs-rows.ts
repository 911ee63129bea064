import type { Expr } from "../ast";

/** Thrown where a row depends on rows made before it in a way SQL cannot say; the statement is then run row by row. */
export class NeedsRows extends Error {
  readonly reason: Expr;

  constructor(reason: Expr) {
    super("needs the row-wise path");
    this.reason = reason;
  }
}
