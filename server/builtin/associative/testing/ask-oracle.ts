import type {
  CellValue,
  CubeAnswer,
  PivotAnswer,
  Selections,
  ValueState,
  ValuesAnswer,
} from "@/server/platform/model";
import { aggregate } from "./aggregate";
import type { AskedCube, AskedPivot, AskedValues, PlainAggregation, SetMeasure } from "./ask-questions";
import { type PlainSet, type PlainTerm, valuesOf } from "./ask-sets";
import { CombinedOracle } from "./combined-oracle";
import { Oracle } from "./oracle";
import type { World } from "./world";

interface Row {
  at: CellValue[];
  values: CellValue[];
}

const RANKS: Record<ValueState, number> = { S: 0, L: 0, O: 1, A: 2, XS: 3, X: 4 };
const same = (a: readonly CellValue[], b: readonly CellValue[]) => JSON.stringify(a) === JSON.stringify(b);

/** Answers of a click, written down as plainly as possible on top of the plain evaluator. */
export class AskOracle {
  private readonly plain: Oracle;

  constructor(
    private readonly world: World,
    private readonly selections: Selections,
    private readonly locked: readonly string[],
  ) {
    this.plain = new Oracle(world, selections);
  }

  cube({ question, dimensions, measures }: AskedCube): Omit<CubeAnswer, "kind" | "columns"> {
    const [first = ""] = dimensions;
    const basis = question.alternatives ? this.without(first) : this;
    const shows = (i: number) => question.dimensions[i]?.nulls === "show";
    const all = basis
      .rows(measures, dimensions)
      .filter(({ at }) => at.every((v, i) => v !== null || shows(i)))
      .map(({ at, values }) => [...at, ...values]);
    const by = [
      ...(question.sort ?? []),
      ...dimensions.map((_, column) => ({ column, order: "asc" as const })),
    ];
    all.sort((x, y) => {
      for (const { column, order } of by) {
        const difference = compare(x[column] ?? null, y[column] ?? null, order);
        if (difference !== 0) return difference;
      }
      return 0;
    });
    const rows = all.slice(0, question.limit);
    const states = new Map(this.states(first).map((v) => [v.value, v.state]));
    const beyond = all.length - rows.length;
    return {
      rows,
      rowCount: all.length,
      ...(dimensions.length > 0 ? { states: rows.map(([v]) => states.get(v ?? null) ?? "O") } : {}),
      ...(question.totals ? { totals: this.rows(measures, [])[0]?.values ?? [] } : {}),
      ...(question.others && beyond > 0
        ? {
            others: {
              count: beyond,
              measures: basis.rest(
                measures,
                first,
                rows.map((r) => r[0] ?? null),
                shows(0),
              ),
            },
          }
        : {}),
    };
  }

  values({ question, measure, matches }: AskedValues): Omit<ValuesAnswer, "kind"> {
    const { field, sort, order = "asc" } = question;
    const figures = new Map(
      measure
        ? this.without(field)
            .rows([measure], [field])
            .map((r) => [r.at[0] ?? null, r.values[0] ?? null])
        : [],
    );
    const all = this.states(field);
    const found = all
      .filter((v) => matches(v.value))
      .map((v) => ({ ...v, ...(measure ? { measure: figures.get(v.value) ?? null } : {}) }));
    const direction = order === "asc" ? 1 : -1;
    found.sort((a, b) => {
      const byValue = compare(a.value, b.value, "asc");
      if (sort === "state") return (RANKS[a.state] - RANKS[b.state]) * direction || byValue;
      if (sort === "frequency") return (a.frequency - b.frequency) * direction || byValue;
      if (sort === "measure") return compare(a.measure ?? null, b.measure ?? null, order) || byValue;
      return compare(a.value, b.value, order);
    });
    const counts: Partial<Record<ValueState, number>> = {};
    for (const { state } of all) counts[state] = (counts[state] ?? 0) + 1;
    return { field, values: found, total: found.length, counts };
  }

  pivot({ question, rows, columns, measures }: AskedPivot): Omit<PivotAnswer, "kind"> {
    const shows = [...question.rows, ...question.columns].map((d) => d.nulls === "show");
    const visible = (at: CellValue[], from: number) => at.every((v, i) => v !== null || shows[from + i]);
    const none = measures.map((): CellValue => null);
    const grand = this.rows(measures, [])[0]?.values ?? [];
    const heads = this.rows(measures, columns).filter((r) => visible(r.at, rows.length));
    heads.sort((a, b) => compareAll(a.at, b.at));
    const expanded = new Set((question.expanded ?? []).map((p) => JSON.stringify(p)));
    const level = (depth: number, parent: CellValue[]): PivotAnswer["rows"] => {
      const dimensions = rows.slice(0, depth + 1);
      const cells = this.rows(measures, [...dimensions, ...columns]);
      const found = this.rows(measures, dimensions).filter(
        (r) => visible(r.at, 0) && same(r.at.slice(0, depth), parent),
      );
      const { sort } = question;
      found.sort((a, b) => {
        const bySize = sort
          ? compare(a.values[sort.measure] ?? null, b.values[sort.measure] ?? null, sort.order)
          : 0;
        return bySize || compare(a.at[depth] ?? null, b.at[depth] ?? null, "asc");
      });
      return found.flatMap(({ at, values }) => {
        const open = depth + 1 < rows.length && expanded.has(JSON.stringify(at));
        const cell = (head: CellValue[]) => cells.find((c) => same(c.at, [...at, ...head]))?.values ?? none;
        const row = {
          path: at,
          open,
          cells: columns.length > 0 ? heads.map((h) => cell(h.at)) : [values],
          totals: values,
        };
        return [row, ...(open ? level(depth + 1, at) : [])];
      });
    };
    const listed = rows.length > 0 ? level(0, []) : [];
    return {
      columns: columns.length > 0 ? heads.map((h) => h.at) : [[]],
      columnCount: columns.length > 0 ? heads.length : 1,
      rows: listed,
      rowCount: listed.length,
      totals: { cells: columns.length > 0 ? heads.map((h) => h.values) : [grand], totals: grand },
    };
  }

  /** States of a field's values by the current selections. */
  states(field: string): { value: CellValue; state: ValueState; frequency: number }[] {
    return this.plain
      .values(field)
      .map((v) => (v.state === "S" && this.locked.includes(field) ? { ...v, state: "L" as const } : v));
  }

  /** All possible combinations of fields' values. */
  combinations(fields: string[]): CellValue[][] {
    return this.plain.combinations(fields);
  }

  private without(field: string): AskOracle {
    const { [field]: _, ...others } = this.selections;
    return new AskOracle(this.world, others, this.locked);
  }

  private oracleOf({ set }: PlainAggregation): Oracle {
    return set ? this.under(set) : this.plain;
  }

  private under(set: PlainSet): Oracle {
    if ("op" in set) return new CombinedOracle(this.world, set, (part) => this.under(part));
    return new Oracle(this.world, this.selected(set));
  }

  private selected(set: PlainTerm): Selections {
    const around = typeof set.base === "object" ? this.selected(set.base) : null;
    const base = around ?? (set.base === "$" ? this.selections : {});
    const context = around ? new Oracle(this.world, around) : this.plain;
    const resolved = { ...base };
    for (const { field, values } of set.modifiers) {
      const chosen = values(valuesOf(this.world, field), base[field] ?? null, {
        possible: (of, name) => (of ? this.under(of) : context).present(name),
        sums: (of, by) => this.sums(of, by, base),
      });
      if (chosen) resolved[field] = chosen;
      else delete resolved[field];
    }
    return resolved;
  }

  private sums(of: string, by: string, selections: Selections) {
    const { [by]: _, ...others } = selections;
    const sum: PlainAggregation = { take: "sum", fields: [of], value: (get) => get(of) };
    const measure = { text: "", aggregations: [sum], combine: ([x]: CellValue[]) => x ?? null };
    const rows = new AskOracle(this.world, others, this.locked).rows([measure], [by]);
    return rows.flatMap(({ at: [value = null], values: [x] }) =>
      value === null ? [] : [{ value, sum: Number(x) }],
    );
  }

  private grouped(aggregation: PlainAggregation, dimensions: string[]): Map<string, CellValue> {
    const inputs = new Map<string, CellValue[]>();
    for (const { value, at } of this.oracleOf(aggregation).rowsOf(aggregation, dimensions))
      for (const key of at.keys()) inputs.set(key, [...(inputs.get(key) ?? []), value]);
    return new Map([...inputs].map(([key, list]) => [key, aggregate(aggregation, list)]));
  }

  /** A row per combination that any aggregation split by all dimensions has rows in. */
  rows(measures: SetMeasure[], dimensions: string[]): Row[] {
    const aggregations = measures.flatMap((m) => m.aggregations);
    const kept = (a: PlainAggregation) =>
      a.total ? dimensions.filter((d) => a.total?.includes(d)) : dimensions;
    const results = aggregations.map((a) => ({ a, by: kept(a), groups: this.grouped(a, kept(a)) }));
    const full = results.filter((r) => r.by.length === dimensions.length);
    const keys = new Set(full.flatMap((r) => [...r.groups.keys()]));
    if (full.length === 0) for (const at of this.plain.combinations(dimensions)) keys.add(JSON.stringify(at));
    if (dimensions.length === 0) keys.add("[]");
    return [...keys].map((key) => {
      const at = JSON.parse(key) as CellValue[];
      const values = results.map(({ a, by, groups }) => {
        const own = JSON.stringify(by.map((d) => at[dimensions.indexOf(d)] ?? null));
        return groups.get(own) ?? aggregate(a, []);
      });
      return { at, values: combined(measures, values) };
    });
  }

  /** Measures over all rows that stand with a value not shown, each row once. */
  private rest(
    measures: SetMeasure[],
    dimension: string,
    shown: CellValue[],
    withNull: boolean,
  ): CellValue[] {
    const values = measures.flatMap((m) =>
      m.aggregations.map((a) => {
        const total = a.total && !a.total.includes(dimension);
        const rows = this.oracleOf(a).rowsOf(a, total ? [] : [dimension]);
        const left = ([v = null]: CellValue[]) => (v !== null || withNull) && !shown.includes(v);
        const inputs = rows.filter(({ at }) => total || [...at.values()].some(left)).map((r) => r.value);
        return aggregate(a, inputs);
      }),
    );
    return combined(measures, values);
  }
}

function combined(measures: SetMeasure[], values: CellValue[]): CellValue[] {
  let next = 0;
  return measures.map((m) => m.combine(m.aggregations.map(() => values[next++] ?? null)));
}

const rank = (value: CellValue) => (value === null ? 2 : typeof value === "string" ? 1 : 0);
const bare = (value: CellValue) =>
  typeof value === "string" ? value.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "") : value;

/** Numbers, then texts by alphabet, NULL last whatever the direction. */
function compare(a: CellValue, b: CellValue, order: "asc" | "desc"): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (a === null || b === null || a === b) return 0;
  const [x, y] = [bare(a) ?? a, bare(b) ?? b];
  const less = x === y ? a < b : x < y;
  return (less ? -1 : 1) * (order === "asc" ? 1 : -1);
}

function compareAll(a: CellValue[], b: CellValue[]): number {
  for (const [i, value] of a.entries()) {
    const difference = compare(value, b[i] ?? null, "asc");
    if (difference !== 0) return difference;
  }
  return 0;
}
