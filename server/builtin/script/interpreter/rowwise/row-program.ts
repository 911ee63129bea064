import type { Binary, Call, Expr } from "../../ast";
import { missingField, unsupported } from "../../errors";
import type { Load } from "../../statements";
import { mergeTypes, TYPES, type ValueType } from "../../types";
import type { FieldItem } from "../load-items";
import { conjuncts, namedField } from "../own-exists";
import { ROW_FUNCTIONS } from "./functions";
import { MORE_ROW_FUNCTIONS } from "./more-functions";
import { isStateful, type StateRules } from "./stateful";
import {
  compareValues,
  convert,
  fromBoolean,
  identity,
  isTrue,
  toNumber,
  toText,
  type Value,
} from "./values";

/** Values of the row being made and what is known of those before it. */
export interface RowState {
  /** Values of the SQL columns, and of the record before that was kept. */
  leaves: Value[];
  previous: Value[] | null;
  /** Output rows so far, by field; only fields that are peeked. */
  history: Map<string, Value[]>;
  /** Values loaded so far, by field, for Exists. */
  known: Map<string, Set<string>>;
  /** Rows made so far, and those that were in the table before. */
  kept: number;
  existingRows: number;
}

export interface RowNode {
  type: ValueType;
  /** Display format, where it is known. */
  format?: string;
  value(state: RowState): Value;
}

/** An expression SQL computes for every row beforehand. */
export interface Leaf {
  expr: Expr;
  type: ValueType;
  format?: string;
}

/**
 * Compiles expressions that depend on earlier rows to functions over one row. Parts that do not depend on them are
 * left to SQL: they become `leaves`.
 */
export class RowProgram {
  readonly leaves: Leaf[] = [];
  readonly peeked = new Set<string>();
  readonly existing = new Set<string>();
  private readonly rules: StateRules;
  private readonly items: FieldItem[];
  /** Types of the output fields as far as they are known. */
  private readonly types = new Map<string, ValueType>();
  private inPrevious = false;

  /** @param inDoubles whole numbers are counted with as doubles */
  constructor(
    items: FieldItem[],
    rules: StateRules,
    private readonly leafType: (expr: Expr) => Omit<Leaf, "expr">,
    private readonly inDoubles = false,
  ) {
    this.items = items;
    this.rules = rules;
  }

  /** Types of fields that refer to each other: worked out again until they stay. */
  outputs(): { name: string; node: RowNode }[] {
    for (let round = 0; round < 4; round++) {
      for (const { name, expr } of this.items) {
        const { type } = this.node(expr);
        this.types.set(name, mergeTypes(this.types.get(name) ?? TYPES.null, type));
      }
    }
    return this.items.map(({ name, expr }) => {
      const type = this.types.get(name) ?? TYPES.null;
      const node = this.node(expr);
      return { name, node: { ...node, type, value: (state) => convert(node.value(state), type) } };
    });
  }

  node(expr: Expr): RowNode {
    if (!isStateful(expr, this.rules)) return this.leaf(expr);
    switch (expr.kind) {
      case "unary":
        return this.unary(expr.op, this.node(expr.operand), expr);
      case "binary":
        return this.binary(expr);
      case "call":
        return this.call(expr);
      default:
        return this.leaf(expr);
    }
  }

  private leaf(expr: Expr): RowNode {
    if (expr.kind === "number" || expr.kind === "text") {
      const { value } = expr;
      const type =
        typeof value === "string" ? TYPES.text : Number.isSafeInteger(value) ? TYPES.integer : TYPES.number;
      return { type, value: () => value };
    }
    const key = JSON.stringify(expr, (name, value) => (name === "at" ? undefined : value));
    let index = this.leaves.findIndex(
      (l) => JSON.stringify(l.expr, (n, v) => (n === "at" ? undefined : v)) === key,
    );
    if (index < 0) index = this.leaves.push({ expr, ...this.leafType(expr) }) - 1;
    const { type = TYPES.null, format } = this.leaves[index] ?? {};
    const shown = { type, ...(format ? { format } : {}) };
    if (this.inPrevious) return { ...shown, value: (s) => s.previous?.[index] ?? null };
    return { ...shown, value: (s) => s.leaves[index] ?? null };
  }

  private unary(op: string, operand: RowNode, expr: Expr): RowNode {
    if (op === "not") return { type: TYPES.boolean, value: (s) => fromBoolean(!isTrue(operand.value(s))) };
    if (op === "bitnot") throw unsupported("BITNOT around Peek() or Exists()", expr.at);
    const sign = op === "-" ? -1 : 1;
    return {
      type: this.grown(numberType([operand.type])),
      value: (s) => {
        const number = toNumber(operand.value(s));
        return number === null ? null : sign * number;
      },
    };
  }

  private binary(expr: Binary): RowNode {
    if (expr.op === "&") return joined(this.text(expr.left), this.text(expr.right));
    const [left, right] = [this.node(expr.left), this.node(expr.right)];
    refuseDateAsText(expr, left, right);
    const test = COMPARISONS[expr.op];
    if (test)
      return {
        type: TYPES.boolean,
        value: (s) => {
          const order = compareValues(left.value(s), right.value(s));
          return fromBoolean(order !== null && test(order));
        },
      };
    if (expr.op === "and") return logic((s) => isTrue(left.value(s)) && isTrue(right.value(s)));
    if (expr.op === "or") return logic((s) => isTrue(left.value(s)) || isTrue(right.value(s)));
    if (expr.op === "xor") return logic((s) => isTrue(left.value(s)) !== isTrue(right.value(s)));
    const compute = ARITHMETIC[expr.op];
    if (!compute)
      throw unsupported(`The operator ${expr.op.toUpperCase()} around Peek() or Exists()`, expr.at);
    return {
      type: expr.op === "/" ? TYPES.number : this.grown(numberType([left.type, right.type])),
      value: (s) => {
        const [a, b] = [toNumber(left.value(s)), toNumber(right.value(s))];
        return a === null || b === null ? null : compute(a, b);
      },
    };
  }

  /** An operand of `&`. What SQL can compute it also writes; of the rest, the text of dates and formats is not known. */
  private text(expr: Expr): RowNode {
    if (!isStateful(expr, this.rules))
      return this.leaf({
        kind: "call",
        name: "text",
        written: "Text",
        args: [expr],
        distinct: false,
        at: expr.at,
      });
    const node = this.node(expr);
    if (node.format || DATES.has(node.type.kind))
      throw unsupported(
        "The text of a date or of a format from Peek()",
        expr.at,
        "Take the text in a LOAD above.",
      );
    return node;
  }

  private call(call: Call): RowNode {
    if (call.name === "peek") return this.peek(call);
    if (call.name === "exists") return this.exists(call);
    if (call.name === "previous") return this.previous(call);
    if (call.name === "rowno") return { type: TYPES.integer, value: (s) => s.existingRows + s.kept + 1 };
    const found = ROW_FUNCTIONS[call.name] ?? MORE_ROW_FUNCTIONS[call.name];
    if (!found)
      throw unsupported(
        `${call.written}() around Peek() or Exists()`,
        call.at,
        "Give Peek() a field of its own, and use that field in a LOAD above.",
      );
    const args = call.args.map((a) => this.node(a));
    const types = args.map((a) => a.type);
    refuseDateText(call, types);
    const type = call.name === "rangesum" ? this.grown(found.type(types)) : found.type(types);
    const format = formatOf(call, args);
    return {
      type,
      ...(format ? { format } : {}),
      value: (s) =>
        found.apply(
          args.map((a) => () => a.value(s)),
          types,
        ),
    };
  }

  /** The type of what may be larger than what it is made of. */
  private grown(type: ValueType): ValueType {
    return this.inDoubles && type.kind === "integer" ? TYPES.number : type;
  }

  private peek(call: Call): RowNode {
    const name = namedField(call.args[0]) ?? "";
    const names = this.items.map((i) => i.name);
    if (!names.includes(name)) throw missingField(name, names, call.at);
    this.peeked.add(name);
    const row = call.args[1] ? this.node(call.args[1]) : undefined;
    return {
      type: this.types.get(name) ?? TYPES.null,
      value: (s) => {
        const index = row ? toNumber(row.value(s)) : -1;
        const values = s.history.get(name) ?? [];
        return index === null ? null : (values[index < 0 ? s.kept + index : index] ?? null);
      },
    };
  }

  private exists(call: Call): RowNode {
    const name = namedField(call.args[0]) ?? "";
    this.existing.add(name);
    const [first, second] = call.args;
    const tested: Expr | undefined =
      second ?? (first?.kind === "text" ? { kind: "field", name, at: first.at } : first);
    const value = tested ? this.node(tested) : undefined;
    return logic((s) => {
      const key = identity(value?.value(s) ?? null);
      return key !== null && s.known.get(name)?.has(key) === true;
    });
  }

  /** The expression over the record before; what is inside may not depend on rows itself. */
  private previous(call: Call): RowNode {
    const [inner] = call.args;
    if (!inner || this.inPrevious || isStateful(inner, this.rules))
      throw unsupported("Previous() of an expression that depends on rows before", call.at);
    this.inPrevious = true;
    try {
      return this.leaf(inner);
    } finally {
      this.inPrevious = false;
    }
  }
}

const COMPARISONS: Partial<Record<Binary["op"], (order: number) => boolean>> = {
  "=": (o) => o === 0,
  "<>": (o) => o !== 0,
  "<": (o) => o < 0,
  "<=": (o) => o <= 0,
  ">": (o) => o > 0,
  ">=": (o) => o >= 0,
};

const ARITHMETIC: Partial<Record<Binary["op"], (a: number, b: number) => Value>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? null : a / b),
};

function logic(test: (state: RowState) => boolean): RowNode {
  return { type: TYPES.boolean, value: (s) => fromBoolean(test(s)) };
}

/** Unknown types (of a field that peeks at itself) do not decide. */
function numberType(types: ValueType[]): ValueType {
  const whole = types.every((t) => ["integer", "null", "boolean", "date"].includes(t.kind));
  return whole ? TYPES.integer : TYPES.number;
}

/** Date(x, 'format') shows by its own format; If and its kin by that of a branch. */
function formatOf(call: Call, args: RowNode[]): string | undefined {
  const [, second] = call.args;
  if (["date", "timestamp", "num"].includes(call.name))
    return second?.kind === "text" ? second.value : undefined;
  return ["if", "alt", "coalesce"].includes(call.name) ? args.find((a) => a.format)?.format : undefined;
}

function joined(left: RowNode, right: RowNode): RowNode {
  return {
    type: TYPES.text,
    value: (s) => (toText(left.value(s)) ?? "") + (toText(right.value(s)) ?? ""),
  };
}

const TEXT_FUNCTIONS = new Set(
  "text len left right mid upper lower trim ltrim rtrim replace subfield keepchar purgechar substringcount wildmatch dual".split(
    " ",
  ),
);
const DATES: ReadonlySet<string> = new Set(["date", "timestamp", "time"]);

/** A text is read as a date by SQL only. */
function refuseDateAsText(expr: Binary, left: RowNode, right: RowNode): void {
  const kinds = [left.type.kind, right.type.kind];
  if (COMPARISONS[expr.op] && kinds.includes("text") && kinds.some((k) => DATES.has(k)))
    throw unsupported(
      "A date from Peek() beside a text",
      expr.at,
      "Compare it with a date, such as MakeDate(2024, 1, 31).",
    );
}

/** The text of a date is made in SQL; here only its number is known. */
function refuseDateText(call: Call, [type]: ValueType[]): void {
  if (TEXT_FUNCTIONS.has(call.name) && type && DATES.has(type.kind))
    throw unsupported(`${call.written}() of a date from Peek()`, call.at, "Take the text in a LOAD above.");
}

/** The conditions of a WHERE that SQL can test, and those that need earlier rows. */
export function splitWhere(where: Load["where"], rules: StateRules): { pure: Expr[]; stateful: Expr[] } {
  const parts = where ? conjuncts(where) : [];
  return {
    pure: parts.filter((p) => !isStateful(p, rules)),
    stateful: parts.filter((p) => isStateful(p, rules)),
  };
}
