import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Settings } from "../settings";
import { openTestDb, show } from "./evaluate";

/** An expression and the text a person sees; null for NULL. */
export type Case = [expression: string, shown: string | null];

/** A database for the tests of one file, and a way to write them as tables. */
export function functionTable(settings: Partial<Settings> = {}) {
  let db: DuckDBConnection;
  beforeAll(async () => {
    db = await openTestDb();
  });
  afterAll(() => db.closeSync());

  return (title: string, cases: Case[], overrides: Partial<Settings> = {}) => {
    it.each(cases)(`${title}: %s is %s`, async (expression, shown) => {
      expect(await show(db, expression, {}, { ...settings, ...overrides })).toBe(shown);
    });
  };
}
