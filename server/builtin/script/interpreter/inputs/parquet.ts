import { stat } from "node:fs/promises";
import { fileLiteral } from "@/server/builtin/sources/rows/file-literal";
import { quoteName } from "../../quoting";
import { readAs, typeOf } from "../../types";
import type { Relation } from "../relation";
import type { Run } from "../run";

/** Parquet files with equal columns; only the columns a LOAD names are read. */
export async function parquetInput(run: Run, files: string[]): Promise<Relation> {
  const source = `read_parquet([${files.map(fileLiteral).join(", ")}])`;
  const described = await run.db.rows(`DESCRIBE SELECT * FROM ${source}`);
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  run.progress.addBytes(sizes.reduce((a, b) => a + b, 0));
  const columns = described.map(([name, type], i) => ({
    name: String(name),
    column: `c${i}`,
    type: typeOf(String(type)),
  }));
  const list = described.map(
    ([name, type], i) => `${readAs(quoteName(String(name)), String(type))} AS c${i}`,
  );
  return { sql: `SELECT ${list.join(", ")} FROM ${source}`, columns, ordered: false, scrambled: false };
}
