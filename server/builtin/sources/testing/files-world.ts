import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { files } from "../files";
import { createSourcePolicy } from "../policy";
import type { SourceSession, SourceTarget } from "../port";

export const ORDERS = `id,zip,day,at,amount,name,ok
1,00123,2024-01-31,2024-01-31T10:00:00Z,10.10,"a, ""b""",true
2,45678,2024-02-01,2024-01-31T10:00:00+02:00,,"",false
`;

export interface FilesWorld {
  /** Not allowed; holds `secret.csv`. */
  root: string;
  /** Allowed; holds orders.csv, part-1.csv, part-2.csv and items.parquet (5,000 rows). */
  folder: string;
  target(properties: Record<string, unknown>): SourceTarget;
  session(properties: Record<string, unknown>, statementTimeoutMs?: number): Promise<SourceSession>;
  close(): Promise<void>;
}

/** Runs one statement in a DuckDB of its own. */
export async function duckdb(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const db = await instance.connect();
  await db.run(sql);
  db.closeSync();
  instance.closeSync();
}

/** A folder of files, an upload, and what lies outside of them. */
export async function filesWorld(): Promise<FilesWorld> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "tenantry-files-")));
  const folder = join(root, "allowed");
  const uploads = join(root, "uploads");
  await mkdir(folder);
  await mkdir(uploads);
  await writeFile(join(root, "secret.csv"), "password\nhunter2\n");
  await writeFile(join(folder, "orders.csv"), ORDERS);
  await writeFile(join(folder, "part-1.csv"), "id,a\n1,x\n");
  await writeFile(join(folder, "part-2.csv"), "a,id\ny,2\n");
  await writeFile(join(uploads, "mine.csv"), "n\n7\n");
  const items = join(folder, "items.parquet");
  await duckdb(`COPY (SELECT range AS id, range % 3 AS kind FROM range(5000)) TO '${items}'`);
  const opened: SourceSession[] = [];
  const target = (properties: Record<string, unknown>): SourceTarget => ({
    properties: files.parse(properties),
    secret: null,
    policy: createSourcePolicy({ localOnly: false, hosts: [], fileFolders: [folder], uploads }),
  });
  return {
    root,
    folder,
    target,
    async session(properties, statementTimeoutMs = 60_000) {
      const signal = new AbortController().signal;
      const session = await files.open(target(properties), { signal, statementTimeoutMs, scratch: root });
      opened.push(session);
      return session;
    },
    async close() {
      for (const session of opened) await session.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
