import type { Expr, Span } from "../ast";
import type { Load } from "../statements";
import { checkFieldNames } from "./catalog";
import type { Relation } from "./relation";

/** One output field of a LOAD. */
export interface FieldItem {
  name: string;
  expr: Expr;
  at: Span;
}

/** The output fields of a LOAD, with `*` written out. Throws `script.name` for a name given twice. */
export function fieldItems(load: Load, input: Relation): FieldItem[] {
  const items = load.items.flatMap((item): FieldItem[] => {
    if (item.kind === "expr") return [{ name: item.name, expr: item.expr, at: item.at }];
    return input.columns.map(({ name }) => ({
      name,
      expr: { kind: "field", name, at: item.at },
      at: item.at,
    }));
  });
  checkFieldNames(
    items.map((i) => i.name),
    undefined,
    items.map((i) => i.at),
  );
  return items;
}
