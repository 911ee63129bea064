import { type Call, type Expr, walk } from "../ast";
import { compileCondition, compileExpression, hasAggregation } from "../compile";
import { asText, type Typed } from "../convert";
import { scriptError, unsupported } from "../errors";
import type { LibFile } from "../port";
import type { CallContext, FunctionDefinition, Scope } from "../scope";
import { sortKeys } from "../sort-keys";
import type { Load } from "../statements";
import type { ValueType } from "../types";
import { expressionsOf } from "./input";
import { type FieldItem, fieldItems } from "./load-items";
import { NeedsRows } from "./needs-rows";
import { conjuncts, givesTested, isOwnNotExists, testedValue } from "./own-exists";
import { columnOf, distinctRelation, ORDER, type Relation, type RelationColumn, withOrder } from "./relation";
import { rowFunctions } from "./row-functions";
import { partsSql, rowMakingCalls } from "./row-parts";
import type { Run } from "./run";
import { sameValue } from "./same-value";
import { LIMIT_MARK } from "./work-db";

const ORDERLY = new Set(
  "recno rowno iterno previous peek applymap exists lookup autonumber autonumberhash128 autonumberhash256 firstvalue lastvalue".split(
    " ",
  ),
);

/** One LOAD of a statement, being turned into SQL over its input. Steps are added in the order they are needed. */
export class Level {
  readonly run: Run;
  readonly items: FieldItem[];
  /** Rows already in the table this LOAD adds to. */
  readonly existingRows: number;
  /** The LOAD whose fields become the table's. */
  readonly top: boolean;
  phase: "while" | "where" | "items" = "items";
  /** Columns of the parts that `SubField(text, separator)` makes rows of; undefined until they are made. */
  parts: ReadonlyMap<Call, string> | undefined;
  /** Work that must be done before the SQL is run. */
  readonly before: (() => Promise<void>)[] = [];
  /** The files the input is read from, where it is. */
  readonly files: readonly LibFile[] | undefined;
  private readonly load: Load;
  /** The input left rows out as WHERE asks. */
  private readonly isFiltered: boolean;
  private readonly columns: Map<string, RelationColumn>;
  private readonly compiling = new Set<string>();
  private from: string;
  private ordered: boolean;
  private scrambled: boolean;
  private counter = 0;
  private readonly functions: ReadonlyMap<string, FunctionDefinition>;

  constructor(run: Run, load: Load, input: Relation, options: { existingRows: number; top: boolean }) {
    this.run = run;
    this.load = load;
    this.files = input.files;
    this.existingRows = options.existingRows;
    this.top = options.top;
    const relation = this.isOrderly() ? withOrder(input) : input;
    this.columns = new Map(relation.columns.map((c) => [c.name, c]));
    this.items = fieldItems(load, relation);
    this.from = relation.sql;
    this.isFiltered = input.unknownOf !== undefined;
    this.ordered = relation.ordered;
    this.functions = rowFunctions(this);
    this.scrambled = relation.scrambled;
    if (this.uses("recno"))
      this.from = `SELECT *, row_number() OVER (ORDER BY ${ORDER}) AS "#rec" FROM (${this.from})`;
  }

  /** The LOAD as a relation. Throws `NeedsRows` where it has to be run row by row. */
  compile(): Relation {
    if (this.load.while) this.repeat(this.load.while);
    if (this.load.where && !this.isFiltered) this.filter(this.load.where);
    if (this.load.orderBy) this.sort(this.load.orderBy);
    this.phase = "items";
    const grouped = this.isGrouped();
    this.makeRows(rowMakingCalls(this.load, grouped));
    const values = this.items.map((item) => this.item(item));
    const columns = values.map((value, i) => this.outputColumn(value, i));
    const list = values.map((value, i) => `${value.sql} AS c${i}`);
    const sql = grouped ? this.groupedSql(list) : this.plainSql(list);
    const relation = { sql, columns, ordered: this.ordered || grouped, scrambled: this.scrambled || grouped };
    return this.load.distinct ? distinctRelation(relation) : relation;
  }

  /** Compiles an output field, for itself or for a Peek of it. */
  item(item: FieldItem): Typed {
    if (this.compiling.has(item.name)) throw new NeedsRows(item.expr);
    this.compiling.add(item.name);
    const value = compileExpression(item.expr, this.scope());
    this.compiling.delete(item.name);
    return value;
  }

  scope(): Scope {
    const { variables } = this.run;
    return {
      field: (name) => {
        const column = this.columns.get(name);
        return column ? columnOf(column) : variables.typed(name);
      },
      fieldNames: () => this.columns.keys(),
      settings: variables.settings,
      functions: this.functions,
      order: `i.${ORDER}`,
      ...(this.phase === "items" && this.isGrouped() ? { grouping: this.load.groupBy ?? [] } : {}),
    };
  }

  /** A column computed over the rows in load order, such as `lag(x) OVER (ORDER BY …)`. */
  window(call: CallContext, sql: string, type: ValueType, format?: string): Typed {
    if (this.isGrouped())
      throw unsupported(
        `${call.call.written}() together with GROUP BY`,
        call.call.at,
        "Use a LOAD above this one.",
      );
    const name = this.step((column) => `SELECT i.*, ${sql} AS ${column} FROM (${this.from}) AS i`);
    return { sql: `i.${name}`, type, ...(format ? { format } : {}) };
  }

  /**
   * Looks a value up in a table of distinct keys.
   * @param table SQL with columns `k` and `v`
   */
  lookup(call: CallContext, table: { sql: string; key: Typed; value: Typed }, key: Typed) {
    if (call.scope.grouping && !call.aggregated && call.call.args.some(hasAggregation))
      throw unsupported(
        `${call.call.written}() of an aggregation`,
        call.call.at,
        "Use a LOAD above this one.",
      );
    this.scrambled = true;
    const { settings } = this.run.variables;
    const on = sameValue({ ...table.key, sql: "j.k" }, key, settings);
    const found = this.step(
      (column) =>
        `SELECT i.*, (j.k IS NOT NULL) AS ${column}, j.v AS ${column.replace("#", "#v")} FROM (${this.from}) AS i LEFT JOIN (${table.sql}) AS j ON ${on}`,
    );
    const single = !call.scope.grouping || call.aggregated;
    const value = `i.${found.replace("#", "#v")}`;
    return {
      found: single ? `i.${found}` : `bool_or(i.${found})`,
      value: { ...table.value, sql: single ? value : `any_value(${value})` },
    };
  }

  get hasIterations(): boolean {
    return this.load.while !== undefined;
  }

  /** SQL of the rows as they are up to here. */
  get soFar(): string {
    return this.from;
  }

  private step(sql: (column: string) => string): string {
    const column = `"#${++this.counter}"`;
    this.from = sql(column);
    return column;
  }

  private uses(name: string): boolean {
    let found = false;
    for (const expr of expressionsOf(this.load))
      walk(expr, (node) => {
        if (node.kind === "call" && node.name === name) found = true;
        return !found;
      });
    return found;
  }

  private isOrderly(): boolean {
    const { distinct, orderBy } = this.load;
    return (
      distinct ||
      Boolean(orderBy) ||
      Boolean(this.load.while) ||
      this.isGrouped() ||
      [...ORDERLY].some((name) => this.uses(name))
    );
  }

  private isGrouped(): boolean {
    const listed = this.load.items.flatMap((item) => (item.kind === "expr" ? [item.expr] : []));
    return Boolean(this.load.groupBy) || listed.some(hasAggregation);
  }

  /** WHILE: the row again and again, with IterNo() 1, 2, …, as long as the condition holds. */
  private repeat(condition: Expr): void {
    this.phase = "while";
    this.from = `SELECT *, 1::BIGINT AS "#iter" FROM (${this.from})`;
    const test = compileCondition(condition, this.scope());
    const most = this.run.host.limits.loopRounds;
    const guard = `CASE WHEN i."#iter" >= ${most} THEN error('${LIMIT_MARK} A WHILE goes on for more than ${most} rounds.') ELSE true END`;
    const next = `SELECT i.* REPLACE (i."#iter" + 1 AS "#iter") FROM w AS i WHERE ${test} AND ${guard}`;
    const all = `WITH RECURSIVE w AS (${this.from} UNION ALL ${next}) SELECT * FROM w AS i WHERE ${test}`;
    this.from = `SELECT * REPLACE (row_number() OVER (ORDER BY ${ORDER}, "#iter") AS ${ORDER}) FROM (${all})`;
    this.scrambled = true;
  }

  private filter(where: Expr): void {
    this.phase = "where";
    const parts = conjuncts(where);
    const own = parts.filter((part) => this.top && isOwnNotExists(part, this.items));
    const rest = parts.filter((part) => !own.includes(part));
    if (own[1]) throw new NeedsRows(own[1]);
    for (const part of [...rest, ...own]) {
      const condition = compileCondition(part, this.scope());
      this.from = `SELECT i.* FROM (${this.from}) AS i WHERE ${condition}`;
    }
    if (own[0]) this.firstOfEach(own[0]);
  }

  /** Whether this LOAD gives the field with exactly the value that is tested. */
  addsTo(field: Expr | undefined, tested: Expr | undefined): boolean {
    return this.top && givesTested(this.items, field, tested);
  }

  /** Of equal values only the first row stays: `not Exists` on a field this LOAD itself adds to. */
  private firstOfEach(part: Expr): void {
    const tested = testedValue(part);
    if (!tested) return;
    const { sql } = compileExpression(tested, this.scope());
    this.from = `SELECT i.* FROM (${this.from}) AS i QUALIFY ${sql} IS NULL OR row_number() OVER (PARTITION BY ${sql} ORDER BY i.${ORDER}) = 1`;
    this.scrambled = true;
  }

  private sort(orderBy: NonNullable<Load["orderBy"]>): void {
    if (this.load.source?.kind !== "resident")
      throw scriptError("script.syntax", "ORDER BY can only stand with RESIDENT.", {
        at: orderBy[0]?.expr.at,
      });
    this.phase = "where";
    const keys = orderBy.flatMap(({ expr, descending }) =>
      sortKeys(compileExpression(expr, this.scope()), descending, this.run.variables.settings),
    );
    this.from = `SELECT i.* REPLACE (row_number() OVER (ORDER BY ${keys.join(", ")}, i.${ORDER}) AS ${ORDER}) FROM (${this.from}) AS i`;
    this.scrambled = true;
  }

  /** One row for every part of each text; of several texts every combination, the first one's parts outermost. */
  private makeRows(calls: Call[]): void {
    const parts = new Map<Call, string>();
    const places: string[] = [];
    for (const call of calls) {
      const [value = "", separator = ""] = call.args.map((arg) =>
        asText(compileExpression(arg, this.scope()), this.run.variables.settings),
      );
      const list = partsSql(call, value, separator);
      const name = this.step(
        (column) =>
          `SELECT i.*, unnest(${list}) AS ${column}, generate_subscripts(${list}, 1) AS ${column.replace("#", "#n")} FROM (${this.from}) AS i`,
      );
      parts.set(call, `i.${name}`);
      places.push(`i.${name.replace("#", "#n")}`);
    }
    this.parts = parts;
    if (places.length === 0 || !this.ordered) return;
    const order = `row_number() OVER (ORDER BY i.${ORDER}, ${places.join(", ")})`;
    this.from = `SELECT i.* REPLACE (${order} AS ${ORDER}) FROM (${this.from}) AS i`;
    this.scrambled = true;
  }

  private outputColumn(value: Typed, index: number): RelationColumn {
    const name = this.items[index]?.name ?? "";
    return { name, column: `c${index}`, type: value.type, ...(value.format ? { format: value.format } : {}) };
  }

  private plainSql(list: string[]): string {
    const order = this.ordered ? [`i.${ORDER} AS ${ORDER}`] : [];
    return `SELECT ${[...list, ...order].join(", ")} FROM (${this.from}) AS i`;
  }

  private groupedSql(list: string[]): string {
    const groups = (this.load.groupBy ?? []).flatMap((expr) => {
      const value = compileExpression(expr, { ...this.scope(), grouping: undefined });
      return value.literal === undefined ? [value.sql] : [];
    });
    const by = groups.length ? ` GROUP BY ${groups.join(", ")}` : "";
    return `SELECT ${[...list, `min(i.${ORDER}) AS ${ORDER}`].join(", ")} FROM (${this.from}) AS i${by}`;
  }
}
