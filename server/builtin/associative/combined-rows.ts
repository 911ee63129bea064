import type { SetCombination } from "@/server/builtin/script/ast";
import type { GraphTable } from "./graph";
import { Reduction } from "./reduction";
import type { Workspace } from "./workspace";

/** A set as the rows it stands for: possible ones under selections, none, or those of two sets put together. */
export type SetRows =
  | { kind: "rows"; reduction: Reduction }
  | { kind: "none" }
  | { kind: "combination"; op: SetCombination["op"]; left: SetRows; right: SetRows };

/**
 * Rows of several sets put together, table by table. They are counted in the table an aggregation runs over; fields of
 * other tables are looked up for them in all sets they may come from, so that what stands beside a row does not depend
 * on how the row was left over.
 */
export class CombinedRows extends Reduction {
  private readonly everything: Reduction;
  private readonly sources: Reduction[];

  constructor(
    workspace: Workspace,
    private readonly set: SetRows,
  ) {
    super(
      workspace,
      leavesOf(set).flatMap((leaf) => leaf.selections),
      keyOf(set),
    );
    this.everything = new Reduction(workspace, []);
    this.sources = sourcesOf(set);
  }

  override anchored(table: GraphTable): string {
    return this.those(table, this.holds(this.set, table));
  }

  override possible(table: GraphTable): string {
    const any = this.sources.map((source) => this.holds({ kind: "rows", reduction: source }, table));
    return this.those(table, any.includes("true") ? "true" : any.join(" OR ") || "false");
  }

  override columnOf(table: GraphTable, field: string): string {
    for (const leaf of leavesOf(this.set)) leaf.columnOf(table, field);
    return this.everything.columnOf(table, field);
  }

  private those(table: GraphTable, condition: string): string {
    const all = this.everything.possible(table);
    return condition === "true" ? all : `(SELECT q.* FROM ${all} q WHERE ${condition})`;
  }

  /** SQL condition: row `q` of the table is in the set. */
  private holds(set: SetRows, table: GraphTable): string {
    switch (set.kind) {
      case "none":
        return "false";
      case "rows":
        return set.reduction.selections.length === 0 ? "true" : isIn(set.reduction, table);
      case "combination": {
        const [left, right] = [this.holds(set.left, table), this.holds(set.right, table)];
        return `(${{ "+": `${left} OR ${right}`, "-": `${left} AND NOT ${right}`, "*": `${left} AND ${right}`, "/": `(${left}) <> (${right})` }[set.op]})`;
      }
    }
  }
}

/** Rows of hidden tables have no number of their own: they are told apart by their keys, which are never NULL. */
function isIn(reduction: Reduction, table: GraphTable): string {
  const rows = reduction.possible(table);
  if (!table.combines) return `q.r IN (SELECT p.r FROM ${rows} p)`;
  const equal = table.fields.map((f) => reduction.columnOf(table, f)).map((c) => `p.${c} = q.${c}`);
  return `EXISTS (SELECT 1 FROM ${rows} p WHERE ${equal.join(" AND ")})`;
}

function leavesOf(set: SetRows): Reduction[] {
  if (set.kind === "rows") return [set.reduction];
  return set.kind === "none" ? [] : [...leavesOf(set.left), ...leavesOf(set.right)];
}

/** Sets the rows may come from: what is taken away only takes. */
function sourcesOf(set: SetRows): Reduction[] {
  if (set.kind !== "combination") return leavesOf(set);
  return set.op === "-" ? sourcesOf(set.left) : [...sourcesOf(set.left), ...sourcesOf(set.right)];
}

function keyOf(set: SetRows): string {
  if (set.kind === "rows") return `(${set.reduction.key})`;
  return set.kind === "none" ? "none" : `(${keyOf(set.left)} ${set.op} ${keyOf(set.right)})`;
}
