import type { Expr } from "../../ast";
import { unsupported } from "../../errors";
import type { Load } from "../../statements";
import type { Relation } from "../relation";
import type { Run } from "../run";

export interface RowWiseOptions {
  top: boolean;
  reason: Expr;
  existingRows: number;
  temporary: string[];
}

export async function rowWise(
  _run: Run,
  _load: Load,
  _input: Relation,
  options: RowWiseOptions,
): Promise<Relation> {
  throw unsupported("A row that depends on rows before it in this way", options.reason.at);
}
