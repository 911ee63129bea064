import type { PlainSet } from "./ask-sets";
import { Oracle } from "./oracle";
import type { Table } from "./possible";
import type { Row, World } from "./world";

type Combination = Extract<PlainSet, { op: string }>;

/** Answers over sets put together: rows by whether each of them has the row, other tables by any that may add rows. */
export class CombinedOracle extends Oracle {
  constructor(
    world: World,
    private readonly set: Combination,
    private readonly oracleOf: (set: PlainSet) => Oracle,
  ) {
    super(world, {});
  }

  override possible(of: Table): Row[] {
    const sources = this.sources(this.set).map((source) => new Set(source.possible(of)));
    return of.rows.filter((row) => sources.some((rows) => rows.has(row)));
  }

  protected override anchors(of: Table): Row[] {
    if (this.world.tables.includes(of)) return of.rows.filter((row) => this.has(this.set, of, row));
    const [key = ""] = of.fields;
    return new Oracle(this.world, {}).keyTable(key).rows.filter((row) => this.hasKey(this.set, key, row));
  }

  private has(set: PlainSet, of: Table, row: Row): boolean {
    if (!("op" in set)) return this.oracleOf(set).possible(of).includes(row);
    return combine(set.op, this.has(set.left, of, row), this.has(set.right, of, row));
  }

  private hasKey(set: PlainSet, key: string, row: Row): boolean {
    if ("op" in set)
      return combine(set.op, this.hasKey(set.left, key, row), this.hasKey(set.right, key, row));
    const { fields, rows } = this.oracleOf(set).keyTable(key);
    return rows.some((r) => fields.every((f) => r[f] === row[f]));
  }

  private sources(set: PlainSet): Oracle[] {
    if (!("op" in set)) return [this.oracleOf(set)];
    const left = this.sources(set.left);
    return set.op === "-" ? left : [...left, ...this.sources(set.right)];
  }
}

function combine(op: Combination["op"], a: boolean, b: boolean): boolean {
  if (op === "+") return a || b;
  if (op === "-") return a && !b;
  return op === "*" ? a && b : a !== b;
}
