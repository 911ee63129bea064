import type { CellValue, ValueState } from "@/server/platform/model";
import type { Aggregation, Question } from "./questions";
import type { Row, World } from "./world";

export type Selections = Record<string, CellValue[]>;
/** Rows side by side, by table; a table may be missing or stand with null (nothing linked). */
type Side = Map<string, Row | null>;

export interface Table {
  name: string;
  fields: string[];
  rows: Row[];
}

/** Thrown where fields of unconnected tables meet in one aggregation. */
export class Unlinked extends Error {}

/**
 * The associative answer, written down as plainly as possible and without looking at the engine: loops over rows,
 * nothing clever. For loop-free models where no two tables share two fields.
 */
export class Oracle {
  constructor(
    protected readonly world: World,
    private readonly selections: Selections,
  ) {}

  answer({ query, measures }: Question): { rows: CellValue[][]; totals: CellValue[] } {
    const aggregations = measures.flatMap((m) => m.aggregations);
    const grouped = (dimensions: string[]) => {
      const groups = new Map<string, { at: CellValue[]; values: (CellValue | undefined)[] }>();
      const group = (at: CellValue[]) => {
        const key = JSON.stringify(at);
        const found = groups.get(key) ?? { at, values: [] };
        groups.set(key, found);
        return found.values;
      };
      if (aggregations.length === 0) for (const at of this.combinations(dimensions)) group(at);
      else if (dimensions.length === 0) group([]);
      for (const [i, aggregation] of aggregations.entries())
        for (const [key, inputs] of this.inputs(aggregation, dimensions))
          group(JSON.parse(key) as CellValue[])[i] = aggregate(aggregation, inputs);
      return [...groups.values()].map(({ at, values }) => {
        const filled = aggregations.map((a, i) => values[i] ?? aggregate(a, []));
        let next = 0;
        return [...at, ...measures.map((m) => m.combine(m.aggregations.map(() => filled[next++] ?? null)))];
      });
    };
    return { rows: grouped(query.dimensions), totals: (grouped([])[0] ?? []).slice(0) };
  }

  /** States and frequencies of a field's values. */
  values(field: string): { value: CellValue; state: ValueState; frequency: number }[] {
    const own = this.selections[field];
    const { [field]: _, ...others } = this.selections;
    const without = new Oracle(this.world, others);
    const holders = this.holders(field);
    const [home] = [...holders].sort((a, b) => b.rows.length - a.rows.length);
    const all = new Set(holders.flatMap((t) => t.rows.flatMap((row) => row[field] ?? [])));
    return [...all].map((value) => {
      const rows = holders.map((t) => without.possible(t).filter((row) => row[field] === value).length);
      const possible = rows.some((n) => n > 0);
      const selected = own?.includes(value) ?? false;
      const state = !own ? (possible ? "O" : "X") : selected ? (possible ? "S" : "XS") : possible ? "A" : "X";
      const frequency = state === "S" || state === "O" ? (rows[holders.indexOf(home ?? table(""))] ?? 0) : 0;
      return { value, state, frequency };
    });
  }

  /** Rows of a table that nothing rules out. */
  possible(of: Table): Row[] {
    return of.rows.filter((row) => this.fits(of, row, null));
  }

  private fits(of: Table, row: Row, from: string | null): boolean {
    const own = of.fields.every((f) => {
      const chosen = this.selections[f];
      return !chosen || chosen.includes(row[f] ?? null);
    });
    return own && of.fields.every((key) => key === from || this.links(of, row, key));
  }

  /** Whether every other table with this key, where something was selected there or beyond, has a fitting row. */
  private links(of: Table, row: Row, key: string): boolean {
    return this.others(of, key).every(
      (other) =>
        !this.selectedBeyond(other, key) ||
        (row[key] !== null && other.rows.some((r) => r[key] === row[key] && this.fits(other, r, key))),
    );
  }

  private selectedBeyond(of: Table, key: string): boolean {
    return of.fields.some(
      (f) =>
        f !== key &&
        (this.selections[f] !== undefined || this.others(of, f).some((o) => this.selectedBeyond(o, f))),
    );
  }

  /** Rows an aggregation runs over in its own table. */
  protected anchors(of: Table): Row[] {
    return this.usable(of);
  }

  private holders(field: string): Table[] {
    return this.world.tables.filter((t) => t.fields.includes(field));
  }

  private others(of: Table, key: string): Table[] {
    return this.holders(key).filter((t) => t.name !== of.name);
  }

  /** A stand-in table of all possible values of a key. */
  keyTable(key: string): Table {
    const values = new Set(
      this.holders(key).flatMap((t) => this.possible(t).flatMap((row) => row[key] ?? [])),
    );
    return { name: `values of ${key}`, fields: [key], rows: [...values].map((value) => ({ [key]: value })) };
  }

  /** Rows that may be used: of stand-in tables all, of others the possible ones. */
  private usable(of: Table): Row[] {
    return this.world.tables.includes(of) ? this.possible(of) : of.rows;
  }

  /** Table path from one to another: each with the field it is reached by. */
  private path(from: Table, to: Table, extra: Table[]): { table: Table; by: string; from: Table }[] | null {
    const all = [...this.world.tables, ...extra];
    const reached = new Map<Table, { table: Table; by: string; from: Table } | null>([[from, null]]);
    const queue = [from];
    for (let at = queue.shift(); at; at = queue.shift())
      for (const next of all)
        for (const by of next.fields)
          if (at.fields.includes(by) && !reached.has(next)) {
            reached.set(next, { table: next, by, from: at });
            queue.push(next);
          }
    if (!reached.has(to)) return null;
    const steps = [];
    for (let step = reached.get(to); step; step = reached.get(step.from)) steps.unshift(step);
    return steps;
  }

  private nearest(field: string, to: Table[], extra: Table[]): Table | undefined {
    const candidates = [...extra, ...this.world.tables].filter((t) => t.fields.includes(field));
    const distance = (t: Table) => Math.min(...to.map((x) => this.path(x, t, extra)?.length ?? Infinity));
    const order = (t: Table) => distance(t) * 2 + (extra.includes(t) ? 1 : 0);
    const [best] = candidates.filter((t) => distance(t) < Infinity).sort((a, b) => order(a) - order(b));
    return best;
  }

  /** Tables of an aggregation's join, the one whose rows are counted first. */
  private base(aggregation: Aggregation): { tables: Table[]; extra: Table[] } {
    const single = aggregation.fields.flatMap((f) => (this.holders(f).length === 1 ? this.holders(f) : []));
    const [field = ""] = aggregation.fields;
    if (single.length === 0) {
      const stand = this.keyTable(field);
      return { tables: [stand], extra: [stand] };
    }
    const homes = new Set(single);
    for (const f of aggregation.fields) {
      const home = this.nearest(f, single, []);
      if (!home) throw new Unlinked();
      if (![...homes].some((t) => t.fields.includes(f))) homes.add(home);
    }
    const [first = table("")] = homes;
    const tables = new Set([first]);
    for (const home of homes) {
      const path = this.path(first, home, []);
      if (!path) throw new Unlinked();
      for (const step of path) tables.add(step.table);
    }
    return { tables: this.detailedFirst([...tables]), extra: [] };
  }

  private detailedFirst(tables: Table[]): Table[] {
    const order = (t: Table) => this.world.tables.indexOf(t);
    const sorted = [...tables].sort((a, b) => b.rows.length - a.rows.length || order(a) - order(b));
    const once = (t: Table, key: string) => {
      const values = t.rows.flatMap((row) => row[key] ?? []);
      return new Set(values).size === values.length;
    };
    const detailed = sorted.find((start) =>
      tables.every((t) => (this.path(start, t, []) ?? []).every((step) => once(step.table, step.by))),
    );
    const first = detailed ?? sorted[0] ?? table("");
    return [first, ...tables.filter((t) => t !== first)];
  }

  /** Extends rows side by side to further tables: every linked row, or null where there is none. */
  private lookUp(sides: Side[], start: Table, targets: Table[], extra: Table[]): Side[] {
    let current = sides;
    for (const target of targets)
      for (const step of this.path(start, target, extra) ?? []) {
        if (current.every((side) => side.has(step.table.name))) continue;
        const rows = this.usable(step.table);
        current = current.flatMap((side) => {
          const value = side.get(step.from.name)?.[step.by] ?? null;
          const linked = value === null ? [] : rows.filter((row) => row[step.by] === value);
          return (linked.length > 0 ? linked : [null]).map((row) => new Map(side).set(step.table.name, row));
        });
      }
    return current;
  }

  /** Values an aggregation takes in, by combination of dimension values. */
  private inputs(aggregation: Aggregation, dimensions: string[]): Map<string, CellValue[]> {
    const groups = new Map<string, CellValue[]>();
    for (const { value, at } of this.rowsOf(aggregation, dimensions))
      for (const key of at.keys()) groups.set(key, [...(groups.get(key) ?? []), value]);
    return groups;
  }

  /** Rows an aggregation runs over: the value of each, and the combinations of dimension values it stands with. */
  rowsOf(
    aggregation: Aggregation,
    dimensions: string[],
  ): { value: CellValue; at: Map<string, CellValue[]> }[] {
    const { tables, extra } = this.base(aggregation);
    const [start = table("")] = tables;
    const own = this.anchors(start).map((row): Side => new Map([[start.name, row]]));
    const homeOf = (f: string) =>
      this.nearest(
        f,
        [start],
        extra.filter((t) => tables.includes(t)),
      );
    const inBase = (f: string) =>
      [...tables]
        .sort((a, b) => this.steps(start, a, extra) - this.steps(start, b, extra))
        .find((t) => t.fields.includes(f));
    const near = dimensions.filter((d) => inBase(d) ?? this.nearest(d, tables, extra));
    const far = this.combinations(dimensions.filter((d) => !near.includes(d)));
    return this.lookUp(own, start, tables, extra).map((base) => {
      const get = (f: string) => base.get((inBase(f) ?? homeOf(f))?.name ?? "")?.[f] ?? null;
      const homes = new Map(near.map((d) => [d, inBase(d) ?? this.nearest(d, tables, extra)]));
      const targets = [...homes.values()].flatMap((t) => t ?? []);
      const combinations = new Map<string, CellValue[]>();
      for (const side of this.lookUp([base], start, targets, extra)) {
        const here = new Map(near.map((d) => [d, side.get(homes.get(d)?.name ?? "")?.[d] ?? null]));
        for (const there of far) {
          let next = 0;
          const at = dimensions.map((d) => (here.has(d) ? (here.get(d) ?? null) : (there[next++] ?? null)));
          combinations.set(JSON.stringify(at), at);
        }
      }
      return { value: aggregation.value(get), at: combinations };
    });
  }

  private steps(from: Table, to: Table, extra: Table[]): number {
    return this.path(from, to, extra)?.length ?? Infinity;
  }

  /** All possible combinations of dimensions: as many tables side by side as link, and everything left over alone. */
  combinations(dimensions: string[]): CellValue[][] {
    const stands = dimensions.flatMap((d) => (this.holders(d).length > 1 ? [this.keyTable(d)] : []));
    const homeOf = (d: string) =>
      [...stands, ...this.world.tables].find((t) => t.fields.includes(d)) ?? table("");
    const parts: string[][] = [];
    for (const d of dimensions) {
      const part = parts.find(([first = ""]) => this.path(homeOf(first), homeOf(d), stands));
      if (part) part.push(d);
      else parts.push([d]);
    }
    let all: Map<string, CellValue>[] = [new Map()];
    for (const part of parts) {
      const rows = this.together(part.map(homeOf), stands);
      all = all.flatMap((sofar) =>
        rows.map(
          (side) =>
            new Map([...sofar, ...part.map((d) => [d, side.get(homeOf(d).name)?.[d] ?? null] as const)]),
        ),
      );
    }
    const found = new Map(
      all.map((one) => dimensions.map((d) => one.get(d) ?? null)).map((at) => [JSON.stringify(at), at]),
    );
    return [...found.values()];
  }

  /** Every largest set of linked rows of the tables and those between them. */
  private together(homes: Table[], extra: Table[]): Side[] {
    const [start = table("")] = homes;
    const tables = new Set([
      start,
      ...homes.flatMap((h) => (this.path(start, h, extra) ?? []).map((s) => s.table)),
    ]);
    const rows = new Map([...tables].map((t) => [t, this.usable(t)]));
    const linked = (side: Side, t: Table) =>
      (rows.get(t) ?? []).filter((row) =>
        [...tables].some((o) =>
          t.fields.some((f) => {
            const beside = side.get(o.name)?.[f];
            return o.fields.includes(f) && beside !== undefined && beside !== null && row[f] === beside;
          }),
        ),
      );
    const grow = (side: Side): Side[] => {
      for (const t of tables) {
        if (side.has(t.name)) continue;
        const more = linked(side, t);
        if (more.length > 0) return more.flatMap((row) => grow(new Map(side).set(t.name, row)));
      }
      return [side];
    };
    return [...tables].flatMap((t) => (rows.get(t) ?? []).flatMap((row) => grow(new Map([[t.name, row]]))));
  }
}

function table(name: string): Table {
  return { name, fields: [], rows: [] };
}

export function aggregate({ take }: Aggregation, inputs: CellValue[]): CellValue {
  const present = inputs.filter((v) => v !== null);
  const numbers = present.map(Number);
  const sum = numbers.reduce((a, b) => a + b, 0);
  switch (take) {
    case "sum":
      return sum;
    case "count":
      return present.length;
    case "distinct":
      return new Set(present).size;
    case "avg":
      return numbers.length > 0 ? sum / numbers.length : null;
    case "min":
      return numbers.length > 0 ? Math.min(...numbers) : null;
    case "max":
      return numbers.length > 0 ? Math.max(...numbers) : null;
  }
}
