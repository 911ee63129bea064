import { type Expr, sameExpr, walk } from "../ast";
import type { Load } from "../statements";
import { expressionsOf } from "./input";
import type { FieldItem } from "./load-items";

/** The conditions that AND joins at the top of an expression. */
export function conjuncts(expr: Expr): Expr[] {
  if (expr.kind === "binary" && expr.op === "and") return [...conjuncts(expr.left), ...conjuncts(expr.right)];
  return [expr];
}

/** The field a first argument names, as text or by itself: `Exists('Key')`, `Exists(Key)`. */
export function namedField(expr: Expr | undefined): string | undefined {
  if (expr?.kind === "text") return expr.value;
  return expr?.kind === "field" ? expr.name : undefined;
}

/** The value `Exists(f, e)` tests; `Exists(f)` tests the input's field of that name. */
function testedOf([field, value]: Expr[]): Expr | undefined {
  if (value) return value;
  const name = namedField(field);
  return field && name !== undefined ? { kind: "field", name, at: field.at } : undefined;
}

/** Whether one of a LOAD's fields is the tested one, with exactly the value that is tested. */
export function givesTested(items: FieldItem[], field: Expr | undefined, tested: Expr | undefined): boolean {
  const value = testedOf([field, tested === field ? undefined : tested].filter((e) => e !== undefined));
  const name = namedField(field);
  return value !== undefined && items.some((item) => item.name === name && sameExpr(item.expr, value));
}

/** `not Exists(f)` of a LOAD that itself adds the tested value to f: of equal values only the first row may stay. */
export function isOwnNotExists(part: Expr, items: FieldItem[]): boolean {
  const tested = testedValue(part);
  return (
    tested !== undefined &&
    part.kind === "unary" &&
    part.operand.kind === "call" &&
    givesTested(items, part.operand.args[0], tested)
  );
}

/** What a `not Exists(…)` tests; undefined for any other condition. */
export function testedValue(part: Expr): Expr | undefined {
  if (part.kind !== "unary" || part.op !== "not") return undefined;
  return part.operand.kind === "call" && part.operand.name === "exists"
    ? testedOf(part.operand.args)
    : undefined;
}

/** What tells of rows that a condition leaves out. */
const OF_ALL_ROWS = new Set(["recno"]);

/**
 * The field f of a LOAD that takes its values as they are, and only rows with `not Exists(f)`: an input can leave the
 * others out.
 */
export function unknownOf(load: Load): string | undefined {
  const { where, shape } = load;
  if (!where || shape || load.while || load.groupBy || load.orderBy) return undefined;
  const tested = testedValue(where);
  if (tested?.kind !== "field") return undefined;
  const own: FieldItem[] = load.items.map((item) =>
    item.kind === "expr" ? item : { name: tested.name, expr: tested, at: item.at },
  );
  if (!isOwnNotExists(where, own)) return undefined;
  let ofAll = false;
  for (const expr of expressionsOf(load))
    walk(expr, (node) => {
      if (node.kind === "call" && OF_ALL_ROWS.has(node.name)) ofAll = true;
      return !ofAll;
    });
  return ofAll ? undefined : tested.name;
}
