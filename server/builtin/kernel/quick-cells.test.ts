import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FieldType } from "@/server/platform/model";
import { dictionaryCells } from "./dictionary";
import { quickCells } from "./quick-cells";

let instance: DuckDBInstance;
let db: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  db = await instance.connect();
});
afterAll(() => {
  db.closeSync();
  instance.closeSync();
});

const dictionary = async (name: string, k: string) => {
  await db.run(`CREATE TABLE ${name} AS SELECT ${k} AS k, i::UINTEGER AS code FROM range(60000) t(i)`);
  return name;
};

test.each<[string, FieldType, string]>([
  ["texts", "text", "CASE WHEN i = 7 THEN '' ELSE 'Zoë, \"' || i || chr(10) || '🙂' END"],
  ["numbers", "integer", "(i * 7919 - 200000000)::BIGINT"],
  ["small", "integer", "(i - 30000)::SMALLINT"],
  ["prices", "decimal", "((i * 7919 - 200000000) / 100)::DECIMAL(10,2)"],
  ["long_decimals", "decimal", "((i * 7919 - 30000)::BIGINT * 1234567 / 1000000)::DECIMAL(15,6)"],
])("many %s are read as one by one", async (name, kind, k) => {
  const made = await dictionary(name, k);
  const quick = await quickCells(db, made, 60_000, kind);
  expect(quick).toHaveLength(60_000);
  expect(quick).toEqual(await dictionaryCells(db, made));
});

test.each<[string, FieldType, string]>([
  ["days", "date", "DATE '1900-01-01' + i::INTEGER"],
  ["texts with the sign that stands between them", "text", "i || chr(0)"],
  ["decimals that a double cannot tell apart", "decimal", "(i::DECIMAL(18,3) + 9007199254740)"],
  ["long texts", "text", "repeat('x', 1200) || i"],
  ["whole numbers that a double cannot tell apart", "integer", "9007199254740992 + i"],
])("%s are left to be read one by one", async (name, kind, k) => {
  expect(await quickCells(db, await dictionary(`left_${name.length}`, k), 60_000, kind)).toBeNull();
});
