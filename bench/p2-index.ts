/** The index of P2's rows: what a reload makes after the rows are in, the model and the code tables. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { catalogOf } from "@/server/builtin/associative/catalog";
import { buildModel } from "@/server/builtin/associative/model";
import { ValueTables } from "@/server/builtin/associative/value-tables";
import { CodesDraft } from "@/server/builtin/kernel/draft";
import { saveCodes } from "@/server/builtin/kernel/save";
import { MOST_VALUES } from "@/server/builtin/kernel/worth";
import type { P2Data } from "./p2-data";
import type { CaseSpec } from "./report";

const WATCH_MS = 50;

/** All of a case but its yardstick: seconds of an index of `data`, which lies ready in a DuckDB file. */
export async function indexOf(
  data: P2Data,
  threads: string,
): Promise<Pick<CaseSpec, "unit" | "ours" | "details">> {
  const folder = mkdtempSync(join(data.folder, "index-"));
  const instance = await DuckDBInstance.create(join(folder, "generation.duckdb"), { threads });
  const db = await instance.connect();
  await db.run(`CREATE TABLE sales AS FROM read_parquet('${data.parquet}')`);
  const rows = Number((await db.runAndReadAll("SELECT count(*) FROM sales")).getRowsJson()[0]?.[0]);
  const described = (await db.runAndReadAll("DESCRIBE sales")).getRowsJson();
  const fields = described.map(([name]) => ({ name: String(name), type: "", dual: false }));
  const codes = join(folder, "codes");
  let [bytes, peak, seconds] = [0, 0, 0];
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, WATCH_MS);
  watch.unref();
  return {
    unit: "s",
    async ours() {
      rmSync(codes, { force: true });
      const start = performance.now();
      const draft = new CodesDraft(codes);
      const values = new ValueTables(db, MOST_VALUES);
      const model = await buildModel(db, [{ name: "sales", rows, fields }], {
        values,
        numbering: draft.numbering,
      });
      seconds = (performance.now() - start) / 1000;
      bytes = await saveCodes(db, catalogOf(model), codes, { values, draft });
      await values.drop();
      return (performance.now() - start) / 1000;
    },
    details() {
      clearInterval(watch);
      db.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true });
      const mb = (count: number) => Math.round(count / 1e6);
      return { rows, modelSeconds: seconds, codesMb: mb(bytes), peakMb: mb(peak) };
    },
  };
}
