import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createGenerationFile } from "@/server/builtin/testing";
import { openReadOnly } from "./instance";

let folder: string;
let instance: DuckDBInstance;
let db: DuckDBConnection;
const MEMORY = 64 * 1024 * 1024;
const table = (name: string) => ({ name, fields: { n: "INTEGER" }, rows: [[1], [2]] });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenantry-instance-"));
  await createGenerationFile(join(folder, "own.duckdb"), [table("Own")]);
  await createGenerationFile(join(folder, "other.duckdb"), [table("Other")]);
  await writeFile(join(folder, "rows.csv"), "a\n1\n");
  instance = await openReadOnly(join(folder, "own.duckdb"), MEMORY);
  db = await instance.connect();
});
afterAll(async () => {
  db.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true, force: true });
});

test("its own tables answer", async () => {
  expect((await db.runAndReadAll(`SELECT sum(n)::INTEGER AS s FROM main."Own"`)).getRowObjectsJson()).toEqual(
    [{ s: 3 }],
  );
});

const out = () => join(folder, "out");
const reaches: [string, () => string][] = [
  ["another file of the machine", () => "SELECT * FROM read_csv('/etc/passwd')"],
  ["a file as text", () => "SELECT * FROM read_text('/etc/passwd')"],
  ["a file as bytes", () => "SELECT * FROM read_blob('/etc/hostname')"],
  ["a file named as a table", () => `SELECT * FROM '${join(folder, "rows.csv")}'`],
  ["the names of files", () => `SELECT * FROM glob('${folder}/*')`],
  ["another generation", () => `ATTACH '${join(folder, "other.duckdb")}' AS other`],
  ["another generation, read-only", () => `ATTACH '${join(folder, "other.duckdb")}' AS other (READ_ONLY)`],
  ["writing a file", () => `COPY (SELECT 1) TO '${out()}'`],
  ["exporting", () => `EXPORT DATABASE '${out()}'`],
  ["an extension", () => "LOAD httpfs"],
  ["installing an extension", () => "INSTALL httpfs"],
  ["the network", () => "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')"],
  ["more memory", () => "SET memory_limit='8GB'"],
  ["outside access", () => "SET enable_external_access=true"],
  ["unlocking", () => "SET lock_configuration=false"],
  ["a temp folder", () => `SET temp_directory='${out()}'`],
  ["profiling output", () => `PRAGMA profile_output='${out()}'`],
  ["a secret", () => "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')"],
  ["changing its own data", () => `INSERT INTO main."Own" VALUES (3)`],
  ["dropping its own data", () => `DROP TABLE main."Own"`],
];

test.each(reaches)("even with free SQL it does not reach %s", async (_what, sql) => {
  await expect(db.runAndReadAll(sql())).rejects.toThrow();
  await expect(stat(out())).rejects.toThrow("ENOENT");
});

test("memory beyond the limit is refused, and the instance goes on answering", async () => {
  await expect(db.runAndReadAll("SELECT count(DISTINCT hash(r)) FROM range(40000000) t(r)")).rejects.toThrow(
    /Out of Memory/,
  );
  expect((await db.runAndReadAll("SELECT 1 AS one")).getRowObjectsJson()).toEqual([{ one: 1 }]);
});

test("a file that is no database is refused by name", async () => {
  for (const bytes of ["", "no database", "x".repeat(10_000)]) {
    await writeFile(join(folder, "broken"), bytes);
    await expect(openReadOnly(join(folder, "broken"), MEMORY)).rejects.toMatchObject({
      code: "generations.unreadable",
    });
  }
});
