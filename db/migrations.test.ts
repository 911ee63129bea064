import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as kit from "drizzle-kit/api";
import { describe, expect, it } from "vitest";
import { buildSchema } from "./schema";
import { columns as postgresColumns } from "./schema/columns.postgres";
import { columns as sqliteColumns } from "./schema/columns.sqlite";
import * as postgres from "./schema/tables.postgres";
import * as sqlite from "./schema/tables.sqlite";

const folder = (dialect: string) => join("db/migrations", dialect);

/** The schema as the newest migration leaves it. */
function newest<T>(dialect: string): T {
  const meta = join(folder(dialect), "meta");
  const snapshot = readdirSync(meta)
    .filter((name) => name.endsWith("_snapshot.json"))
    .sort()
    .at(-1);
  return JSON.parse(readFileSync(join(meta, snapshot ?? ""), "utf8"));
}

describe("migrations", () => {
  it("are current for SQLite: generating finds no change", async () => {
    const now = await kit.generateSQLiteDrizzleJson(sqlite, undefined, "snake_case");
    expect(await kit.generateSQLiteMigration(newest("sqlite"), now)).toEqual([]);
  });

  it("are current for PostgreSQL: generating finds no change", async () => {
    const now = kit.generateDrizzleJson(postgres, undefined, undefined, "snake_case");
    expect(await kit.generateMigration(newest("postgres"), now)).toEqual([]);
  });

  it.each([
    ["sqlite", sqlite, sqliteColumns],
    ["postgres", postgres, postgresColumns],
  ] as const)("of %s cover every table of the description", (_dialect, exported, columns) => {
    expect(Object.keys(exported).sort()).toEqual(Object.keys(buildSchema(columns)).sort());
  });

  it.each(["sqlite", "postgres"])("of %s are the files their journal names", (dialect) => {
    const journal = JSON.parse(readFileSync(join(folder(dialect), "meta/_journal.json"), "utf8"));
    const named = journal.entries.map((entry: { tag: string }) => `${entry.tag}.sql`);
    expect(readdirSync(folder(dialect)).filter((name) => name.endsWith(".sql"))).toEqual(named);
  });
});
