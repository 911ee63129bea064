/** The pivot of P3: regions, with the cities of one open, by channel; totals of every level. And what DuckDB takes for it. */
import { DuckDBInstance } from "@duckdb/node-api";
import { answerBatch } from "@/server/builtin/associative/ask";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { loadModel } from "@/server/builtin/associative/metadata";
import { KernelBudget } from "@/server/builtin/kernel/budget";
import { SavedCodes } from "@/server/builtin/kernel/saved";
import { KernelStore } from "@/server/builtin/kernel/store";
import type { Batch, PivotQuestion, Selections } from "@/server/platform/model";
import { MEASURES, type P3Data } from "./p3-model";
import { codesOf, openCodes, where, type Yardstick } from "./p3-yardsticks";

const BUDGET_BYTES = 256 * 2 ** 20;

const by = (expression: string) => ({ expression });

/** The region whose cities are shown. */
const openRegion = (click: number) => `Region ${(click % 50) + 1}`;

function pivots(selections: Selections, click: number): Batch {
  const pivot: PivotQuestion = {
    kind: "pivot",
    rows: [by("region"), by("city")],
    columns: [by("channel")],
    measures: MEASURES,
    expanded: [[openRegion(click)]],
    sort: { measure: 0, order: "desc" },
  };
  return { selections, questions: { pivot } };
}

/** As an engine host answers it, one connection for each click. `cells`: an empty answer would be fast. */
export async function pivotsInProcess(data: P3Data): Promise<Yardstick & { cells(): number }> {
  const instance = await DuckDBInstance.create(data.generation, { access_mode: "READ_ONLY", threads: "1" });
  const first = await instance.connect();
  const model = await loadModel(first);
  first.closeSync();
  const catalog = catalogOf(model);
  const saved = await SavedCodes.open(data.codeTables, catalog);
  const kernel = new KernelStore(catalog, new KernelBudget(BUDGET_BYTES), saved);
  let [click, cells] = [0, 0];
  return {
    async click(selections) {
      const db = await instance.connect();
      const answered = await answerBatch(db, model, pivots(selections, click++), { generation: "g", kernel });
      db.closeSync();
      const { pivot } = answered.answers;
      if (pivot?.kind !== "pivot") throw new Error("The pivot was not answered.");
      for (const row of pivot.rows) cells += row.cells.length;
    },
    cells: () => cells,
    close: () => {
      void kernel.close();
      instance.closeSync();
    },
  };
}

const SUMS = "sum(a) AS a, sum(n) AS n, sum(s) / sum(n) AS d";

/**
 * One pass over the wide table of codes, to the finest groups that are shown; all else is rolled up from these, which is
 * less by far than a GROUPING SETS or a statement per level.
 */
export async function finestGroups(data: P3Data): Promise<Yardstick> {
  const { instance, connections, dictionaries } = await openCodes(data);
  const [db] = connections;
  let click = 0;
  return {
    async click(selections) {
      const open = dictionaries.get("region")?.get(openRegion(click++)) ?? -1;
      await db.run(`CREATE OR REPLACE TEMP TABLE finest AS
        SELECT region, CASE WHEN region = ${open} THEN city END AS city, channel,
          sum(amount)::DOUBLE AS a, count(*) AS n, sum(discount) AS s
        FROM codes${where(codesOf(dictionaries, selections))} GROUP BY ALL`);
      for (const level of ["channel", "region", "region, channel", "city", "city, channel"]) {
        const from = level.startsWith("city") ? "finest WHERE city IS NOT NULL" : "finest";
        const order = level.includes("channel") ? "" : " ORDER BY a DESC";
        await db.runAndReadAll(`SELECT ${level}, ${SUMS} FROM ${from} GROUP BY ${level}${order}`);
      }
      await db.runAndReadAll(`SELECT ${SUMS} FROM finest`);
    },
    close: () => instance.closeSync(),
  };
}
