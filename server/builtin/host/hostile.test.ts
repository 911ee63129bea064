import { randomBytes } from "node:crypto";
import { copyFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hostTests, id, key, sales, total } from "./testing/hosts";

const w = hostTests();
const { put, start } = w;

describe("what is malformed or hostile harms only itself", () => {
  test("a file that is no database, one without a model, one whose table is a view of a file", async () => {
    const plain = join(w.folder, "broken");
    await writeFile(plain, randomBytes(50_000));
    await w.generations.put(id("ten_a", "app_broken"), await key("ten_a"), plain);
    await put(
      id("ten_a", "app_bare"),
      sales("ann", 5),
      async (sql) => void (await sql("DROP TABLE _tenantry.model")),
    );
    await put(id("ten_a", "app_odd"), sales("ann", 5), async (sql) => {
      await sql(`UPDATE _tenantry.model SET description = '{"version":1,"tables":7}'`);
    });
    await put(id("ten_a", "app_view"), sales("ann", 5), async (sql) => {
      await sql(`DROP TABLE main."Sales"`);
      await sql(`CREATE VIEW main."Sales" AS
        SELECT column0 AS "Owner", 1 AS "Amount", 1 AS rowid FROM read_csv('/etc/passwd', delim='|', header=false)`);
    });
    await put(id("ten_a"), sales("ann", 5));
    const engine = start();
    const ask = (app: string) => engine.query(id("ten_a", app), total);
    await expect(ask("app_broken")).rejects.toMatchObject({ code: "generations.unreadable" });
    await expect(ask("app_bare")).rejects.toMatchObject({ code: "generations.model" });
    await expect(ask("app_odd")).rejects.toMatchObject({ code: "generations.model" });
    await expect(ask("app_view")).rejects.toMatchObject({ code: "query.failed" });
    expect((await ask("app_1")).rows).toHaveLength(2);
  });

  test("another tenant's sealed file in one's place is refused", async () => {
    await put(id("ten_a"), sales("ann", 5));
    await put(id("ten_b"), sales("bob", 7));
    const path = (t: string) => join(w.folder, "generations", t, "app_1", "gen_1.tgen");
    await copyFile(path("ten_b"), path("ten_a"));
    const engine = start();
    await expect(engine.query(id("ten_a"), total)).rejects.toMatchObject({ code: "generations.damaged" });
    expect((await engine.query(id("ten_b"), total)).rows).toHaveLength(2);
    expect(await readdir(join(w.scratch, "host-0"))).toHaveLength(1);
  });

  test("queries that try to reach files are names of no field", async () => {
    await put(id("ten_a"), sales("ann", 5));
    await put(id("ten_b"), sales("bob", 7));
    const engine = start();
    await engine.query(id("ten_b"), total);
    const [other] = await readdir(join(w.scratch, "host-0"));
    for (const text of [
      "/etc/passwd",
      join(w.scratch, "host-0", other ?? ""),
      `Owner" FROM read_csv('/etc/passwd') --`,
      `=read_text('/etc/passwd')`,
      `=Owner & (SELECT 1)`,
    ])
      await expect(engine.query(id("ten_a"), { dimensions: [text], measures: [] })).rejects.toMatchObject({
        code: expect.stringMatching(/^query\.(field_missing|expression|dimension)$/),
      });
  });
});
