import { type Call, type Expr, walk } from "@/server/builtin/script/ast";
import { compileExpression } from "@/server/builtin/script/compile";
import { asDouble, NULL_VALUE, numberLiteral, type Typed } from "@/server/builtin/script/convert";
import { scriptError, unsupported } from "@/server/builtin/script/errors";
import { findChartFunction, isRecordFunction } from "@/server/builtin/script/functions/chart";
import type { Scope } from "@/server/builtin/script/scope";
import { TYPES } from "@/server/builtin/script/types";
import type { Measure } from "./expressions";
import {
  type Amount,
  ends,
  GATHERED,
  nth,
  partition,
  places,
  ranked,
  stepped,
  stretch,
} from "./record-windows";
import type { Axis, Seating } from "./seating";
import type { Statement } from "./statement";

/** Functions along the rows by name, and what the one along the columns is called. */
const ALONG_COLUMNS: Record<string, string> = {
  before: "above",
  after: "below",
  first: "top",
  last: "bottom",
  columnno: "rowno",
  noofcolumns: "noofrows",
  hrank: "rank",
};

/** Whether a measure looks at other cells. */
export function looksAround({ expr }: Measure): boolean {
  let found = false;
  walk(expr, (node) => {
    found ||= node.kind === "call" && isRecordFunction(node.name);
    return undefined;
  });
  return found;
}

/** Whether a measure looks at other cells in their order: then the chart cannot be sorted by its measures. */
export function needsOrder({ expr }: Measure): boolean {
  let found = false;
  walk(expr, (node) => {
    if (node.kind !== "call" || !isRecordFunction(node.name)) return undefined;
    const free = ["rank", "hrank", "noofrows", "noofcolumns", "dimensionality", "secondarydimensionality"];
    const mode = node.args[1];
    const isRank = node.name === "rank" || node.name === "hrank";
    const counts =
      isRank && (mode || node.args[2]) && !(mode?.kind === "number" && mode.value < 4 && !node.args[2]);
    found ||= !free.includes(node.name) || Boolean(counts);
    return undefined;
  });
  return found;
}

/**
 * The cells of a chart with what measures see in other cells beside them: each such look is a column `q…` of one more
 * sub-query, and a field of that name in the expression.
 */
export class Records {
  private readonly columns = new Map<string, Typed>();

  /**
   * @param part sub-query of the cells: columns of the dimensions and aggregations
   * @param seating how the cells lie
   */
  constructor(
    private readonly statement: Statement,
    public part: string,
    private readonly seating: Seating,
  ) {}

  field(name: string): Typed | undefined {
    return this.columns.get(name);
  }

  /** The expression with fields instead of looks at other cells. @throws `script.*` with place */
  replace(expr: Expr, scope: Scope): Expr {
    switch (expr.kind) {
      case "unary":
        return { ...expr, operand: this.replace(expr.operand, scope) };
      case "binary":
        return { ...expr, left: this.replace(expr.left, scope), right: this.replace(expr.right, scope) };
      case "call":
        if (isRecordFunction(expr.name)) return this.look(expr, scope);
        if (expr.args.some(isStretch)) return this.gather(expr, scope);
        return { ...expr, args: expr.args.map((arg) => this.replace(arg, scope)) };
      default:
        return expr;
    }
  }

  private look(call: Call, scope: Scope): Expr {
    const { dimensions, columns } = this.seating;
    if (call.name === "dimensionality") return this.constant(call, dimensions);
    if (call.name === "secondarydimensionality") return this.constant(call, columns);
    checkCall(call);
    if (isStretch(call))
      throw unsupported(
        `${call.written}() of several cells at once`,
        call.at,
        `Put it into a range function, for example RangeSum(${call.written}(Sum(Sales), 0, 3)).`,
      );
    const name = ALONG_COLUMNS[call.name] ?? call.name;
    const axis = this.axisOf(call);
    const total = call.total !== undefined;
    if (name === "rowno" || name === "noofrows") {
      if (!axis) return name === "rowno" ? this.constant(call, 0) : this.column(call, NULL_VALUE);
      const sql =
        name === "rowno"
          ? `row_number() OVER (${partition(axis, total)} ORDER BY ${axis.order})`
          : `count(*) OVER (${partition(axis, total)})`;
      return this.column(call, { sql, type: TYPES.integer });
    }
    const value = this.compiled(call.args[0], scope);
    if (!axis) return this.column(call, { ...value, sql: `NULL::${value.type.sql}` });
    if (name === "rank") return this.rank(call, value, axis);
    if (name === "above") return this.column(call, stepped(value, axis, total, this.amount(call, 1, scope)));
    if (name === "below") {
      const steps = this.amount(call, 1, scope);
      const back = typeof steps === "number" ? -steps : `-(${steps})`;
      return this.column(call, stepped(value, axis, total, back));
    }
    const n = this.literal(call, 1, scope);
    return this.column(call, nth(value, axis, total, name === "top" ? n : -n));
  }

  private rank(call: Call, value: Typed, axis: Axis): Expr {
    const [mode, format] = [choice(call, 1, 4), choice(call, 2, 2)];
    const ranks = this.column(call, { sql: asDouble(value), type: TYPES.number });
    const place = this.column(call, {
      sql: places(ranks.name, axis, call.total !== undefined),
      type: TYPES.text,
    });
    return this.column(call, ranked(place.name, mode, format));
  }

  /** `RangeSum(Above(Sum(Sales), 0, 12), …)`: computed over the stretch itself, then put together with the rest. */
  private gather(call: Call, scope: Scope): Expr {
    const [name, others] = [call.name, call.args.filter((arg) => !isStretch(arg))];
    const stretches = call.args.flatMap((arg) => (arg.kind === "call" && isStretch(arg) ? [arg] : []));
    const of = (how: string) => stretches.map((s) => this.gathered(s, how, call, scope));
    const rest = others.map((arg) => this.replace(arg, scope));
    if (name === "rangecount")
      return sumOf([...of(name), ...(rest.length > 0 ? [{ ...call, args: rest }] : [])], call);
    if (name === "rangeavg" && rest.length === 0) {
      const sum = sumOf(of("rangesum"), call);
      return { kind: "binary", op: "/", left: sum, right: sumOf(of("numbers"), call), at: call.at };
    }
    if (!GATHERED[name])
      throw unsupported(
        `${call.written}() over several cells of ${stretches[0]?.written ?? ""}()${name === "rangeavg" ? " and other values" : ""}`,
        call.at,
        "There are RangeSum, RangeAvg, RangeMin, RangeMax and RangeCount.",
      );
    return { ...call, args: [...of(name), ...rest] };
  }

  private gathered(call: Call, how: string, range: Call, scope: Scope): Expr {
    checkCall(call);
    const axis = this.axisOf(call);
    const total = call.total !== undefined;
    const value = this.compiled(call.args[0], scope);
    if (!axis) return this.column(call, { ...value, sql: `NULL::${value.type.sql}` });
    const name = ALONG_COLUMNS[call.name] ?? call.name;
    const offset = this.literal(call, 1, scope);
    const make = (over: string, filter = ""): Typed => {
      const numbers = { ...value, sql: asDouble(value) };
      const typed = (how === "numbers"
        ? GATHERED.rangecount?.(numbers, filter)
        : GATHERED[how]?.(value, filter)) ?? {
        sql: "NULL",
        type: TYPES.null,
      };
      return { ...typed, sql: `${typed.sql} OVER (${over})` };
    };
    if (name === "top" || name === "bottom") {
      const { filter, over } = ends(
        axis,
        total,
        name === "top" ? offset : -offset,
        this.literal(call, 2, scope),
      );
      const inside = this.column(range, { sql: filter, type: TYPES.boolean });
      return this.column(call, make(over, ` FILTER (WHERE ${inside.name})`));
    }
    const count = this.amount(call, 2, scope);
    const ahead = (name === "below") === offset >= 0;
    const made = make(
      stretch(axis, total, Math.abs(offset), typeof count === "number" ? Math.max(count, 1) : count, ahead),
    );
    const some = typeof count === "number" ? String(count >= 1) : `(${count}) >= 1`;
    return this.column(call, { ...made, sql: `CASE WHEN ${some} THEN ${made.sql} END` });
  }

  private axisOf({ name }: Call): Axis | null {
    return ALONG_COLUMNS[name] ? this.seating.across : this.seating.down;
  }

  /** An argument that is a number as written, or SQL of one; 1 where it is left out. */
  private amount(call: Call, index: number, scope: Scope): Amount {
    const arg = call.args[index];
    if (!arg) return 1;
    const typed = this.compiled(arg, scope);
    return literalOf(arg) ?? `TRY_CAST(floor(${asDouble(typed)}) AS BIGINT)`;
  }

  private literal(call: Call, index: number, scope: Scope): number {
    const amount = this.amount(call, index, scope);
    if (typeof amount === "number") return amount;
    const what = index === 1 ? "offset" : "count";
    throw unsupported(
      `A computed ${what} of ${call.written}() here`,
      call.args[index]?.at ?? call.at,
      "Write it as a number.",
    );
  }

  private compiled(expr: Expr | undefined, scope: Scope): Typed {
    if (!expr) return NULL_VALUE;
    const replaced = this.replace(expr, scope);
    return compileExpression(replaced, {
      ...scope,
      field: (name) => this.field(name) ?? scope.field(name),
    });
  }

  private constant(call: Call, value: number): Expr {
    return this.column(call, numberLiteral(value));
  }

  private column(call: Call, value: Typed): { kind: "field"; name: string; at: Call["at"] } {
    const name = `q${this.columns.size}`;
    const { literal: _, ...typed } = value;
    const before = this.part;
    this.part = this.statement.part(`with_${name}`, () => `SELECT *, ${value.sql} AS ${name} FROM ${before}`);
    this.columns.set(name, { ...typed, sql: name });
    return { kind: "field", name, at: call.at };
  }
}

/** `Above(expr, offset, count)`: several cells. */
function isStretch(expr: Expr): boolean {
  const stepping = ["above", "below", "top", "bottom", "before", "after", "first", "last"];
  return expr.kind === "call" && stepping.includes(expr.name) && expr.args.length === 3;
}

function literalOf(expr: Expr): number | undefined {
  if (expr.kind === "unary" && expr.op === "-") {
    const inner = literalOf(expr.operand);
    return inner === undefined ? undefined : -inner;
  }
  return expr.kind === "number" ? Math.floor(expr.value) : undefined;
}

function choice(call: Call, index: number, most: number): number {
  const arg = call.args[index];
  const value = arg ? literalOf(arg) : 0;
  if (value !== undefined && value >= 0 && value <= most) return value;
  const what = index === 1 ? "mode" : "format";
  throw scriptError("script.syntax", `The ${what} of ${call.written}() is a number from 0 to ${most}.`, {
    at: arg?.at ?? call.at,
  });
}

function sumOf(parts: Expr[], call: Call): Expr {
  const [first, ...rest] = parts;
  if (!first) return { kind: "number", value: 0, written: "0", at: call.at };
  return rest.reduce<Expr>((left, right) => ({ kind: "binary", op: "+", left, right, at: call.at }), first);
}

function checkCall(call: Call): void {
  const { args: [least, most] = [0, 0], name = "", signature = "" } = findChartFunction(call.name) ?? {};
  if (call.args.length < least || call.args.length > most)
    throw scriptError("script.syntax", `${name}() is written ${signature}.`, { at: call.at });
  if (call.distinct)
    throw scriptError("script.syntax", `${call.written}() knows no DISTINCT.`, { at: call.at });
  if (call.total && call.total.fields.length > 0)
    throw unsupported(
      `TOTAL <…> in ${call.written}()`,
      call.at,
      "TOTAL alone makes one segment of all rows.",
    );
}
