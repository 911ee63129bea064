import type { Call, Expr, SetExpression, SetItem, SetTerm } from "@/server/builtin/script/ast";
import { isAggregation } from "@/server/builtin/script/compile";
import { scriptError, unsupported } from "@/server/builtin/script/errors";

/**
 * The expression with each set that stands before others put into these: `{<A>} Sum(x) / Sum({<B>} y)` becomes
 * `Sum({<A>} x) / Sum({<A, B>} y)`. A set that names its base is not changed by one around it.
 * @param around the set it stands in
 * @throws `script.*` with place
 */
export function withSetsInside(expr: Expr, around?: SetExpression): Expr {
  switch (expr.kind) {
    case "scoped":
      return withSetsInside(expr.inner, within(around, expr.set));
    case "field":
      return around ? { ...expr, set: around } : expr;
    case "unary":
      return { ...expr, operand: withSetsInside(expr.operand, around) };
    case "binary":
      return {
        ...expr,
        left: withSetsInside(expr.left, around),
        right: withSetsInside(expr.right, around),
      };
    case "call":
      return callWithSets(expr, around);
    default:
      return expr;
  }
}

function callWithSets(call: Call, around: SetExpression | undefined): Call {
  const { set, ...rest } = call;
  const own = within(around, set);
  if (aggregates(call))
    return { ...rest, args: call.args.map((arg) => aggregated(arg, call, around)), ...optional(own) };
  if (call.name !== "aggr") return { ...rest, args: call.args.map((arg) => withSetsInside(arg, own)) };
  const [inner, ...by] = call.args;
  // Its own set is for what it computes; where its one value is looked for, only the one around counts.
  return { ...rest, args: inner ? [withSetsInside(inner, own), ...by] : by, ...optional(around) };
}

const aggregates = (call: Call): boolean => isAggregation(call);

const optional = (set: SetExpression | undefined) => (set ? { set } : {});

/** What stands in an aggregation: its set counts for the rows it runs over, the one around it in `Aggr()` too. */
function aggregated(expr: Expr, outer: Call, around: SetExpression | undefined): Expr {
  switch (expr.kind) {
    case "scoped":
      throw misplaced(expr.set, outer);
    case "unary":
      return { ...expr, operand: aggregated(expr.operand, outer, around) };
    case "binary":
      return {
        ...expr,
        left: aggregated(expr.left, outer, around),
        right: aggregated(expr.right, outer, around),
      };
    case "call":
      if (expr.name === "aggr") return callWithSets(expr, around);
      if (expr.set && !aggregates(expr)) throw misplaced(expr.set, outer);
      return { ...expr, args: expr.args.map((arg) => aggregated(arg, outer, around)) };
    default:
      return expr;
  }
}

/** A set inside another: what it does not say itself is as the other says. */
function within(
  around: SetExpression | undefined,
  set: SetExpression | undefined,
): SetExpression | undefined {
  return around && set ? inherited(around, set) : (set ?? around);
}

function inherited(around: SetExpression, set: SetExpression): SetExpression {
  if (set.kind === "combination")
    return { ...set, left: inherited(around, set.left), right: inherited(around, set.right) };
  if (!set.inherits) return set;
  if (set.modifiers.length === 0) return around;
  if (around.kind === "combination")
    throw unsupported(
      "Changing fields of sets put together around it",
      set.at,
      "Name what it starts from: {$<Year={2024}>} or {1<Year={2024}>}.",
    );
  return changed(around, set);
}

function changed(base: SetTerm, { inherits, ...set }: SetTerm): SetTerm {
  const modifiers = set.modifiers.map((modifier) => ({
    ...modifier,
    values: modifier.values?.map((item) => itemWithin(base, item)) ?? null,
  }));
  return { ...set, base, modifiers };
}

/** `P()` and `E()` ask what is possible in the set around, too. */
function itemWithin(around: SetTerm, item: SetItem): SetItem {
  if (item.kind === "elements") return { ...item, set: item.set ? inherited(around, item.set) : around };
  if (item.kind !== "values") return item;
  const [left, right] = [item.left, item.right].map((part) => part.map((i) => itemWithin(around, i)));
  return { ...item, left: left ?? [], right: right ?? [] };
}

function misplaced(set: SetExpression, { written }: Call) {
  return scriptError("script.syntax", `A set of ${written}() stands at its beginning.`, {
    at: set.at,
    advice: `Write it right behind the bracket: ${written}({<Year={2024}>} Sales).`,
  });
}
