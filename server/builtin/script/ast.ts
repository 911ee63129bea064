/** A point in the script as written; both 1-based. */
export interface Place {
  line: number;
  column: number;
}

/** Where a node stands: its place in the script as written, and its offsets in the text that was parsed. */
export interface Span extends Place {
  start: number;
  end: number;
}

/**
 * A text to parse. After dollar expansion `place` maps an offset back to the script as written.
 * `plainSource` makes one for a text that was not expanded.
 */
export interface SourceText {
  text: string;
  place(offset: number): Place;
}

export type BinaryOperator =
  | "or"
  | "xor"
  | "and"
  | "="
  | "<>"
  | "<"
  | "<="
  | ">"
  | ">="
  | "like"
  | "precedes"
  | "follows"
  | "&"
  | "+"
  | "-"
  | "*"
  | "/"
  | "bitand"
  | "bitor"
  | "bitxor"
  | "<<"
  | ">>";

export type UnaryOperator = "-" | "+" | "not" | "bitnot";

export interface NumberLiteral {
  kind: "number";
  value: number;
  /** As the author wrote it: keeps whole numbers beyond 2^53. */
  written: string;
  at: Span;
}

export interface TextLiteral {
  kind: "text";
  value: string;
  at: Span;
}

/** A field, by its exact name. In LET and control statements also a variable. */
export interface FieldReference {
  kind: "field";
  name: string;
  /** Rows its one value is looked for in, where it stands outside an aggregation; only in charts. */
  set?: SetExpression;
  at: Span;
}

export interface Call {
  kind: "call";
  /** Lower case; functions ignore case. */
  name: string;
  /** As the author wrote it, for messages. */
  written: string;
  args: Expr[];
  distinct: boolean;
  /** Rows it runs over instead of those selected; only in charts. */
  set?: SetExpression;
  /** `TOTAL <…>`: split by these fields only; none: by nothing. Only in charts. */
  total?: { fields: { name: string; at: Span }[] };
  /** `Aggr(NODISTINCT …)`: a value for each row, not for each combination. */
  perRow?: true;
  at: Span;
}

/** Rows under other selections, or several such sets put together. */
export type SetExpression = SetTerm | SetCombination;

/** `{$<Year={2024}, Region=>}` */
export interface SetTerm {
  kind: "term";
  /**
   * `$` what is selected, `1` everything, `0` nothing, else the name of selections given beside the question; or the set
   * it stands inside.
   */
  base: string | SetTerm;
  /** It names no base itself: one around it is its base, and else `$`. */
  inherits?: true;
  modifiers: SetModifier[];
  at: Span;
}

/** Of sets: rows of both, of the first without the second, of each, of either but not both. */
export interface SetCombination {
  kind: "combination";
  op: "+" | "-" | "*" | "/";
  left: SetExpression;
  right: SetExpression;
  at: Span;
}

export interface SetModifier {
  field: string;
  /** `=` replaces the field's selection; the others combine it with the values: union, without, both, either. */
  op: "=" | "+" | "-" | "*" | "/";
  /** null: nothing is selected in the field. */
  values: SetItem[] | null;
  at: Span;
}

export type SetItem =
  | { kind: "value"; value: string | number; at: Span }
  /** In double quotes or brackets: `"D*"`, `">=10<20"`, `"=Sum(Sales)>100"`. */
  | { kind: "search"; text: string; at: Span }
  /** `P({set} field)` possible or `E(…)` excluded values. */
  | { kind: "elements"; excluded: boolean; set: SetExpression | null; field: string | null; at: Span }
  /** What is selected in a field; all its values where nothing is. */
  | { kind: "selected"; field: string; at: Span }
  /** `{'a'} + P(G)`: values of both, of the first without the second, of each, of either but not both. */
  | { kind: "values"; op: SetCombination["op"]; left: SetItem[]; right: SetItem[]; at: Span };

/** The `*` of `Count(*)`; nowhere else. */
export interface Star {
  kind: "star";
  at: Span;
}

export interface Unary {
  kind: "unary";
  op: UnaryOperator;
  operand: Expr;
  at: Span;
}

export interface Binary {
  kind: "binary";
  op: BinaryOperator;
  left: Expr;
  right: Expr;
  at: Span;
}

/** `{<Year={2024}>} Sum(A) / Sum(B)`: a set before all that follows within the same brackets; only in charts. */
export interface Scoped {
  kind: "scoped";
  set: SetExpression;
  inner: Expr;
  at: Span;
}

export type Expr = NumberLiteral | TextLiteral | FieldReference | Call | Star | Unary | Binary | Scoped;

/** Direct sub-expressions of a node. */
export function childrenOf(expr: Expr): Expr[] {
  switch (expr.kind) {
    case "call":
      return expr.args;
    case "unary":
      return [expr.operand];
    case "binary":
      return [expr.left, expr.right];
    case "scoped":
      return [expr.inner];
    default:
      return [];
  }
}

/** Visits a node and everything below it, parents first; `visit` returning false stops the descent there. */
export function walk(expr: Expr, visit: (node: Expr) => boolean | undefined): void {
  if (visit(expr) === false) return;
  for (const child of childrenOf(expr)) walk(child, visit);
}

/** The expression with some of its calls changed, those inside others first. */
export function mapCalls(expr: Expr, change: (call: Call) => Expr): Expr {
  switch (expr.kind) {
    case "call":
      return change({ ...expr, args: expr.args.map((arg) => mapCalls(arg, change)) });
    case "unary":
      return { ...expr, operand: mapCalls(expr.operand, change) };
    case "binary":
      return { ...expr, left: mapCalls(expr.left, change), right: mapCalls(expr.right, change) };
    case "scoped":
      return { ...expr, inner: mapCalls(expr.inner, change) };
    default:
      return expr;
  }
}

/** The expression with some of its fields changed. */
export function mapFields(expr: Expr, change: (field: FieldReference) => Expr): Expr {
  switch (expr.kind) {
    case "field":
      return change(expr);
    case "call":
      return { ...expr, args: expr.args.map((arg) => mapFields(arg, change)) };
    case "unary":
      return { ...expr, operand: mapFields(expr.operand, change) };
    case "binary":
      return { ...expr, left: mapFields(expr.left, change), right: mapFields(expr.right, change) };
    case "scoped":
      return { ...expr, inner: mapFields(expr.inner, change) };
    default:
      return expr;
  }
}

/** Names of the fields an expression refers to, each once, in order of appearance. */
export function fieldsOf(expr: Expr): string[] {
  const names = new Set<string>();
  walk(expr, (node) => {
    if (node.kind === "field") names.add(node.name);
    return undefined;
  });
  return [...names];
}

/** Whether two expressions say the same, wherever they stand. */
export function sameExpr(a: Expr, b: Expr): boolean {
  return shape(a) === shape(b);
}

function shape(expr: Expr): string {
  return JSON.stringify(expr, (key, value) => (key === "at" || key === "written" ? undefined : value));
}
