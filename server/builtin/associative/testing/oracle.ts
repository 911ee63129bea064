import type { CellValue } from "@/server/platform/model";
import { aggregate } from "./aggregate";
import { PossibleRows, type Table, table, whole } from "./possible";
import type { Aggregation, Question } from "./questions";
import type { Row } from "./world";

/** Rows side by side, by table; a table may be missing or stand with null (nothing linked). */
type Side = Map<string, Row | null>;

/** Thrown where fields of unconnected tables meet in one aggregation. */
export class Unlinked extends Error {
  readonly code = "query.unlinked";
}

/** Thrown where fields meet that only a loosened table connects. */
export class Looped extends Error {
  readonly code = "query.loop";
}

/**
 * The associative answer, written down as plainly as possible and without looking at the engine: loops over rows,
 * nothing clever.
 */
export class Oracle extends PossibleRows {
  answer({ dimensions: names, measures }: Pick<Question, "dimensions" | "measures">): {
    rows: CellValue[][];
    totals: CellValue[];
  } {
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
    return { rows: grouped(names), totals: (grouped([])[0] ?? []).slice(0) };
  }

  /** Values of a field in the rows an aggregation may run over. */
  present(field: string): CellValue[] {
    return [
      ...new Set(this.holders(field).flatMap((t) => this.anchors(t).flatMap((row) => row[field] ?? []))),
    ];
  }

  /** Rows an aggregation runs over in its own table. */
  protected anchors(of: Table): Row[] {
    return this.usable(of);
  }

  /** Rows that may be used: of stand-in tables all, of others the possible ones. */
  private usable(of: Table): Row[] {
    return this.world.tables.includes(of) ? this.possible(of) : of.rows;
  }

  /** Table path from one to another: each with the field it is reached by. */
  private path(
    from: Table,
    to: Table,
    extra: Table[],
    counts = (a: Table, b: Table, by: string) => this.links.count(a, b, by),
  ): { table: Table; by: string; from: Table }[] | null {
    const all = [...this.world.tables, ...extra];
    const reached = new Map<Table, { table: Table; by: string; from: Table } | null>([[from, null]]);
    const queue = [from];
    for (let at = queue.shift(); at; at = queue.shift())
      for (const next of all)
        for (const by of next.fields)
          if (counts(at, next, by) && !reached.has(next)) {
            reached.set(next, { table: next, by, from: at });
            queue.push(next);
          }
    if (!reached.has(to)) return null;
    const steps = [];
    for (let step = reached.get(to); step; step = reached.get(step.from)) steps.unshift(step);
    return steps;
  }

  /** Whether there is a way between tables if no link is loosened. */
  private belong(a: Table, b: Table, extra: Table[]): boolean {
    return (
      this.path(a, b, extra, (at, next, by) => at.fields.includes(by) && next.fields.includes(by)) !== null
    );
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
      const home = this.nearest(f, single, []) ?? this.holders(f)[0];
      if (home && ![...homes].some((t) => t.fields.includes(f))) homes.add(home);
    }
    const [first = table("")] = homes;
    const tables = new Set([first]);
    const missing = [...homes].filter((home) => !this.path(first, home, []));
    if (missing.length > 0)
      throw missing.every((home) => this.belong(first, home, [])) ? new Looped() : new Unlinked();
    for (const home of homes) for (const step of this.path(first, home, []) ?? []) tables.add(step.table);
    return { tables: this.detailedFirst([...tables]), extra: [] };
  }

  private detailedFirst(tables: Table[]): Table[] {
    const order = (t: Table) => this.world.tables.indexOf(t);
    const sorted = [...tables].sort((a, b) => b.rows.length - a.rows.length || order(a) - order(b));
    const once = (t: Table, key: string) => {
      const fields = this.links.of(key);
      const keys = t.rows.filter((row) => whole(row, fields)).map((row) => fields.map((f) => row[f]));
      return new Set(keys.map((values) => JSON.stringify(values))).size === keys.length;
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
          const from = side.get(step.from.name);
          const linked = rows.filter((row) => this.links.meet(from, row, step.by));
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
    const others = dimensions.filter((d) => !near.includes(d));
    if (others.some((d) => this.holders(d).some((t) => this.belong(start, t, extra)))) throw new Looped();
    const far = this.combinations(others);
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
    const made = dimensions.flatMap((d) => (this.holders(d).length > 1 ? [this.keyTable(d)] : []));
    const stands = made.filter((t, i) => made.findIndex((o) => o.name === t.name) === i);
    const homeOf = (d: string) =>
      [...stands, ...this.world.tables].find((t) => t.fields.includes(d)) ?? table("");
    const parts: string[][] = [];
    for (const d of dimensions) {
      const part = parts.find(([first = ""]) => this.path(homeOf(first), homeOf(d), stands));
      if (part) part.push(d);
      else parts.push([d]);
    }
    const homes = parts.map(([first = ""]) => homeOf(first));
    if (homes.some((a, i) => homes.slice(i + 1).some((b) => this.belong(a, b, stands)))) throw new Looped();
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
          t.fields.some((f) => this.links.count(o, t, f) && this.links.meet(side.get(o.name), row, f)),
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
