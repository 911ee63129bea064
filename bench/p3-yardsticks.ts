/** What a click costs otherwise: the fastest statements over dictionary codes that DuckDB was found to have, and crossfilter2. */
import { DuckDBInstance } from "@duckdb/node-api";
import crossfilter from "crossfilter2";
import type { Selections } from "@/server/platform/model";
import { CHARTS, LIST_BOXES, type P3Data, SHOWN } from "./p3-model";

/** Answers one click: list boxes and charts. */
export type Click = (selections: Selections) => Promise<void>;

export interface Yardstick {
  click: Click;
  close(): void;
}

type Db = Awaited<ReturnType<DuckDBInstance["connect"]>>;
type Dictionaries = Map<string, Map<unknown, number>>;

const FIELDS = Object.keys(LIST_BOXES);
const FIGURES = "sum(amount)::DOUBLE AS a, count(*) AS n, avg(discount) AS d";

export async function openCodes(data: P3Data) {
  const instance = await DuckDBInstance.create(data.codes, { access_mode: "READ_ONLY", threads: "2" });
  const connections = await Promise.all([instance.connect(), instance.connect()]);
  const dictionaries: Dictionaries = new Map();
  for (const field of FIELDS) {
    const rows = (await connections[0].runAndReadAll(`SELECT v, code FROM d_${field}`)).getRowsJson();
    dictionaries.set(field, new Map(rows.map(([v, code]) => [v, Number(code)])));
  }
  return { instance, connections, dictionaries };
}

export function codesOf(dictionaries: Dictionaries, selections: Selections) {
  return Object.entries(selections).map(([field, values]) => ({
    field,
    codes: values.map((v) => dictionaries.get(field)?.get(v) ?? -1),
  }));
}

/** A condition for all selected fields, or for all but one. */
export function where(selected: ReturnType<typeof codesOf>, except?: string): string {
  const conditions = selected
    .filter(({ field }) => field !== except)
    .map(({ field, codes }) => `${field} IN (${codes})`);
  return conditions.length > 0 ? ` WHERE ${conditions.join(" AND ")}` : "";
}

function statements(selected: ReturnType<typeof codesOf>, base: string, narrowed: string): string[] {
  const own = new Set(selected.map((s) => s.field));
  const lists = FIELDS.map((field) => {
    const rows = own.has(field) ? `codes${where(selected, field)}` : `${base}${narrowed}`;
    return `SELECT ${field} AS v, count(*) FROM ${rows} GROUP BY 1`;
  });
  const charts = CHARTS.map(
    (field) =>
      `SELECT ${field}, ${FIGURES} FROM ${base}${narrowed} GROUP BY 1 ORDER BY 2 DESC LIMIT ${SHOWN}`,
  );
  return [...lists, ...charts, `SELECT ${FIGURES} FROM ${base}${narrowed}`];
}

/** The rows selected go into a temp table, which all but the lists with a selection are read from. */
export async function codesWithTempTable(data: P3Data): Promise<Yardstick> {
  const { instance, connections, dictionaries } = await openCodes(data);
  const [db] = connections;
  return {
    async click(selections) {
      const selected = codesOf(dictionaries, selections);
      if (selected.length > 0)
        await db.run(`CREATE OR REPLACE TEMP TABLE sel AS FROM codes${where(selected)}`);
      const base = selected.length > 0 ? "sel" : "codes";
      for (const sql of statements(selected, base, "")) await db.runAndReadAll(sql);
    },
    close: () => instance.closeSync(),
  };
}

/** Every statement reads the wide table; two connections share them. */
export async function wideCodes(data: P3Data): Promise<Yardstick> {
  const { instance, connections, dictionaries } = await openCodes(data);
  return {
    async click(selections) {
      const selected = codesOf(dictionaries, selections);
      const left = statements(selected, "codes", where(selected));
      const work = async (db: Db) => {
        for (let sql = left.shift(); sql; sql = left.shift()) await db.runAndReadAll(sql);
      };
      await Promise.all(connections.map(work));
    },
    close: () => instance.closeSync(),
  };
}

interface Totals {
  n: number;
  amount: number;
  discount: number;
}

/**
 * crossfilter2 over the codes: a dimension per list box with its counts (which leave the dimension's own filter out, so
 * they hold the alternatives too), sums per chart, filters moved from click to click.
 */
export async function crossfiltered(data: P3Data): Promise<Yardstick> {
  const { instance, connections, dictionaries } = await openCodes(data);
  const reader = await connections[0].runAndReadAll("SELECT * REPLACE (amount::DOUBLE AS amount) FROM codes");
  const columns = new Map(
    reader.columnNames().map((name, i) => [name, Float64Array.from(column(reader, i))]),
  );
  instance.closeSync();
  const of = (name: string) => columns.get(name) ?? new Float64Array();
  const rows = crossfilter(Array.from({ length: of("amount").length }, (_, i) => i));
  const add = (t: Totals, i: number, sign: 1 | -1) => {
    t.n += sign;
    t.amount += sign * (of("amount")[i] ?? 0);
    t.discount += sign * (of("discount")[i] ?? 0);
    return t;
  };
  const zero = () => ({ n: 0, amount: 0, discount: 0 });
  const plus = (t: Totals, i: number) => add(t, i, 1);
  const minus = (t: Totals, i: number) => add(t, i, -1);
  const dimensions = new Map(
    FIELDS.map((field) => {
      const codes = of(field);
      return [field, rows.dimension((i: number) => codes[i] ?? 0)] as const;
    }),
  );
  const lists = [...dimensions.values()].map((d) => d.group().reduceCount());
  const charts = CHARTS.map((f) =>
    dimensions
      .get(f)
      ?.group<number, Totals>()
      .reduce(plus, minus, zero)
      .order((t) => t.amount),
  );
  const total = rows.groupAll<Totals>().reduce(plus, minus, zero);
  return {
    async click(selections) {
      const selected = new Map(codesOf(dictionaries, selections).map((s) => [s.field, new Set(s.codes)]));
      for (const [field, dimension] of dimensions) {
        const codes = selected.get(field);
        const [only] = codes ?? [];
        if (!codes) {
          if (dimension.hasCurrentFilter()) dimension.filterAll();
        } else if (codes.size === 1 && only !== undefined) dimension.filterExact(only);
        else dimension.filterFunction((code) => codes.has(Number(code)));
      }
      for (const list of lists) list.all();
      for (const chart of charts) chart?.top(SHOWN);
      total.value();
    },
    close: () => rows.remove(),
  };
}

function column(reader: Awaited<ReturnType<Db["runAndReadAll"]>>, index: number): number[] {
  return reader.getColumns()[index]?.map(Number) ?? [];
}
