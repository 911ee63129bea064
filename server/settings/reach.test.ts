import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Context } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { changeReach, createSourceReach, getReach, loadSourceReach } from ".";

const fixed = { hosts: ["db.internal"], folders: ["/srv/given"] };
let ctx: Context;

beforeEach(async () => {
  const services = await testServices();
  const tools = { ...services.tools, sourceReach: createSourceReach(fixed) };
  ctx = as({ ...services, tools }, operator());
});

describe("what connections may reach", () => {
  test("a change counts at once, stays after a restart, and is in the audit", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tenantry-folder-"));
    await changeReach(ctx, { hosts: ["10.1.0.0/16", "warehouse:5432"], folders: [folder] });
    expect(ctx.tools.sourceReach.all()).toEqual({
      hosts: ["db.internal", "10.1.0.0/16", "warehouse:5432"],
      folders: ["/srv/given", folder],
    });
    const again = await loadSourceReach(ctx.store, fixed);
    expect(again.chosen()).toEqual(ctx.tools.sourceReach.chosen());
    const entries = await ctx.store.read.select().from(ctx.store.tables.auditEntries);
    expect(entries.map((e) => e.action)).toEqual(["settings.change-reach"]);
  });

  test("what the environment fixed is shown as such and cannot be taken away", async () => {
    await changeReach(ctx, { hosts: [] });
    expect(await getReach(ctx)).toEqual({ fixed, chosen: { hosts: [], folders: [] } });
    expect(ctx.tools.sourceReach.all().hosts).toEqual(["db.internal"]);
  });

  test.each([
    "http://db.internal",
    "10.1.0.0/33",
    "10.1.0.0/16/2",
    "db.internal:0",
    "db.internal:99999",
    "999.1.1.1",
    "-x.example",
    "a b",
  ])("%s is no entry of the list of hosts", async (entry) => {
    await expect(changeReach(ctx, { hosts: ["fine.example", entry] })).rejects.toMatchObject({
      code: "settings.reach",
      options: { issues: [{ path: "hosts[1]" }] },
    });
    expect(ctx.tools.sourceReach.chosen().hosts).toEqual([]);
  });

  test.each(["localhost", "10.0.0.5", "fd00::1", "[fd00::1]:5432", "fd00::/8", "db-1.eu.example.com:1433"])(
    "%s is one",
    async (entry) => {
      expect((await changeReach(ctx, { hosts: [entry] })).hosts).toEqual([entry]);
    },
  );

  test("a folder must be there, be a folder, and not be the portal's own data", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tenantry-folder-"));
    writeFileSync(join(folder, "a.csv"), "x");
    const wrong = [
      ctx.dataFolder,
      join(ctx.dataFolder, ".."),
      join(folder, "a.csv"),
      "/nowhere/at/all",
      "here",
    ];
    for (const entry of wrong)
      await expect(changeReach(ctx, { folders: [entry] })).rejects.toMatchObject({ code: "settings.reach" });
  });

  test("only owners change it", async () => {
    const admin = { ...ctx, actor: operator("admin") };
    expect((await getReach(admin)).fixed).toEqual(fixed);
    await expect(changeReach(admin, { hosts: [] })).rejects.toMatchObject({ kind: "forbidden" });
  });
});
