import { type Expr, walk } from "../../ast";
import { compileExpression, hasAggregation } from "../../compile";
import { unsupported } from "../../errors";
import { quoteName } from "../../quoting";
import type { Load } from "../../statements";
import type { ValueType } from "../../types";
import { valuesOfField } from "../field-values";
import { Level } from "../level";
import { fieldItems } from "../load-items";
import { distinctRelation, namedSelect, ORDER, type Relation, type RelationColumn } from "../relation";
import { rowMakingCalls } from "../row-parts";
import type { Run } from "../run";
import { readLeaves, writeRows } from "./row-exchange";
import { RowProgram, type RowState, splitWhere } from "./row-program";
import type { StateRules } from "./stateful";
import { identity, isTrue, type Value } from "./values";

export interface RowWiseOptions {
  top: boolean;
  reason: Expr;
  existingRows: number;
  temporary: string[];
}

const BATCH = 50_000;

/**
 * Runs a LOAD row by row: for fields that refer to rows this LOAD has just made (running totals by Peek, Exists on
 * its own fields). SQL computes all that does not, the rest is computed here and written beside it.
 */
export async function rowWise(
  run: Run,
  load: Load,
  input: Relation,
  options: RowWiseOptions,
): Promise<Relation> {
  refuse(load, options.reason);
  const items = fieldItems(load, input);
  const rules: StateRules = {
    ownFields: new Set(options.top ? items.map((i) => i.name) : []),
    filtered: false,
  };
  const where = splitWhere(load.where, { ...rules, filtered: true });
  rules.filtered = where.stateful.length > 0;
  const types = new Level(run, { ...load, distinct: false }, input, {
    existingRows: options.existingRows,
    top: false,
  });
  const typeOfLeaf = (expr: Expr) => {
    const { type, format } = compileExpression(expr, types.scope());
    return { type, ...(format ? { format } : {}) };
  };
  const program = new RowProgram(items, rules, typeOfLeaf, run.variables.inexactWholes);
  const conditions = where.stateful.map((part) => program.node(part));
  const outputs = program.outputs();

  const leaves = program.leaves.map(({ expr }) => expr);
  // A table has a column, also where all fields come of rows before.
  if (leaves.length === 0) leaves.push({ kind: "number", value: 0, written: "0", at: load.at });
  const names = leaves.map((_, i) => `l${i}`);
  const prepared: Load = {
    ...load,
    distinct: false,
    items: leaves.map((expr, i) => ({ kind: "expr", expr, name: names[i] ?? "", at: expr.at })),
    where: where.pure.reduce<Expr | undefined>(
      (a, b) => (a ? { kind: "binary", op: "and", left: a, right: b, at: b.at } : b),
      undefined,
    ),
  };
  const level = new Level(run, prepared, input, { existingRows: options.existingRows, top: false });
  const relation = level.compile();
  for (const work of level.before) await work();
  const leafTable = run.db.temporaryName();
  const rowTable = run.db.temporaryName();
  options.temporary.push(leafTable, rowTable);
  await run.db.run(`CREATE TABLE ${quoteName(leafTable)} AS ${namedSelect(relation, names)}`);

  const state = await firstState(run, program, options.existingRows);
  const columns = outputs.map(({ node }) => node.type);
  await run.db.run(
    `CREATE TABLE ${quoteName(rowTable)} (${[`n BIGINT`, ...columns.map((t, i) => `s${i} ${storage(t)}`)].join(", ")})`,
  );
  const total = await run.db.count(quoteName(leafTable));
  for (let from = 0; from < total; from += BATCH) {
    const rows = await readLeaves(run, leafTable, relation.columns, from, Math.min(from + BATCH, total));
    const made = rows.flatMap((leaves, i) => {
      const row = nextRow(state, leaves, conditions, outputs);
      return row ? [[from + i, ...row]] : [];
    });
    await writeRows(run, rowTable, columns, made);
  }
  return resultRelation(
    rowTable,
    outputs.map(({ name, node }) => ({ name, ...node })),
    load,
  );
}

function refuse(load: Load, reason: Expr): void {
  const aggregated = load.groupBy || load.items.some((i) => i.kind === "expr" && hasAggregation(i.expr));
  if (aggregated)
    throw unsupported("Peek() and Exists() together with GROUP BY", reason.at, "Use a LOAD above this one.");
  const [making] = rowMakingCalls(load, false);
  if (making)
    throw unsupported(
      `${making.written}() with two arguments beside Peek() or Exists()`,
      making.at,
      "Make the rows in a LOAD below this one.",
    );
  const loop = load.while;
  if (!loop) return;
  walk(loop, (node) => {
    if (node.kind === "call" && ["peek", "previous", "rowno"].includes(node.name))
      throw unsupported(`${node.written}() in WHILE`, node.at);
    return undefined;
  });
}

async function firstState(run: Run, program: RowProgram, existingRows: number): Promise<RowState> {
  const known = new Map<string, Set<string>>();
  for (const field of program.existing) {
    const values = valuesOfField(run, field);
    const set = new Set<string>();
    known.set(field, set);
    if (!values) continue;
    const column: RelationColumn = { name: field, column: "v", type: values.value.type };
    for (const [value] of await readLeaves(run, { sql: `SELECT DISTINCT v FROM (${values.sql})` }, [
      column,
    ])) {
      const key = identity(value ?? null);
      if (key !== null) set.add(key);
    }
  }
  const history = new Map([...program.peeked].map((name) => [name, [] as Value[]]));
  return { leaves: [], previous: null, history, known, kept: 0, existingRows };
}

/** The output row for one record, or null where WHERE leaves it out. */
function nextRow(
  state: RowState,
  leaves: Value[],
  conditions: { value(s: RowState): Value }[],
  outputs: { name: string; node: { value(s: RowState): Value } }[],
): Value[] | null {
  state.leaves = leaves;
  if (!conditions.every((c) => isTrue(c.value(state)))) return null;
  const row = outputs.map(({ node }) => node.value(state));
  outputs.forEach(({ name }, i) => {
    const value = row[i] ?? null;
    state.history.get(name)?.push(value);
    const key = identity(value);
    if (key !== null) state.known.get(name)?.add(key);
  });
  state.previous = leaves;
  state.kept++;
  return row;
}

/** Dates are written as the day numbers they are here, and become dates in the result's SQL. */
function storage(type: ValueType): string {
  if (type.kind === "integer") return "BIGINT";
  return type.kind === "text" || type.kind === "null"
    ? "VARCHAR"
    : type.kind === "dual"
      ? type.sql
      : "DOUBLE";
}

function stored(column: string, type: ValueType): string {
  if (type.kind === "date") return `(DATE '1899-12-30' + CAST(${column} AS INTEGER))`;
  if (type.kind === "timestamp")
    return `(DATE '1899-12-30' + to_milliseconds(CAST(round(${column} * 86400000) AS BIGINT)))`;
  return type.kind === "boolean" ? `(${column} <> 0)` : column;
}

function resultRelation(
  table: string,
  outputs: { name: string; type: ValueType; format?: string }[],
  load: Load,
): Relation {
  const list = outputs.map(({ type }, i) => `${stored(`s${i}`, type)} AS c${i}`);
  const columns = outputs.map(({ name, type, format }, i) => ({
    name,
    column: `c${i}`,
    type,
    ...(format ? { format } : {}),
  }));
  const sql = `SELECT ${[...list, `n AS ${ORDER}`].join(", ")} FROM ${quoteName(table)}`;
  const relation = { sql, columns, ordered: true, scrambled: false };
  return load.distinct ? distinctRelation(relation) : relation;
}
