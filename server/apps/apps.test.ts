import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeTemplate, makeTemplateVersion, makeTenant } from "@/db/factories";
import type { Platform } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { fieldValues, getApp, listApps, putApp, queryApp, restoreApp, setAppPointers } from ".";

let ctx: Context;
let tenantId: string;
let asked: unknown[];
let columns: { name: string }[];
beforeEach(async () => {
  asked = [];
  columns = [];
  const note = async (...args: unknown[]) => {
    asked.push(args);
    return { columns, rows: [], rowCount: 0, generation: "gen", field: "F", values: [], total: 0 };
  };
  const platform = { id: "built-in", query: note, fieldValues: note } as unknown as Platform;
  ctx = as(await testServices({ platform: () => platform }), operator());
  tenantId = (await makeTenant(ctx.store)).id;
});

const wanted = () => ({
  tenantId,
  id: "app_1",
  templateId: "sales",
  title: "Sales",
  version: "1.0.0",
  connections: { shop: "db" },
  parameters: {},
  tables: {},
});

describe("apps", () => {
  it("are made, changed and left alone, and told apart", async () => {
    expect((await putApp(ctx, wanted())).effect).toBe("created");
    expect((await putApp(ctx, wanted())).effect).toBe("found");
    expect((await putApp(ctx, { ...wanted(), id: "another", version: "1.1.0" })).effect).toBe("changed");
    expect((await listApps(ctx)).items).toMatchObject([{ id: "app_1", stagedVersion: "1.1.0" }]);
  });

  it("put are taken back exactly", async () => {
    const { row } = await putApp(ctx, wanted());
    await putApp(ctx, { ...wanted(), title: "Other", parameters: { a: 1 } });
    await restoreApp(ctx, { tenantId, id: row.id, before: row });
    expect(await getApp(ctx, { id: row.id })).toMatchObject({ title: "Sales", parameters: {} });
    await restoreApp(ctx, { tenantId, id: row.id, before: null });
    await expect(getApp(ctx, { id: row.id })).rejects.toMatchObject({ code: "app.not_found" });
  });

  it("pointers that already stand so write nothing", async () => {
    await putApp(ctx, wanted());
    const move = () =>
      setAppPointers(ctx, {
        tenantId,
        id: "app_1",
        action: "app.stage",
        pointers: { stagedGenerationId: "gen_1" },
      });
    expect((await move()).stagedGenerationId).toBeNull();
    const entries = await ctx.store.read.select().from(ctx.store.tables.auditEntries);
    expect((await move()).stagedGenerationId).toBe("gen_1");
    expect(await ctx.store.read.select().from(ctx.store.tables.auditEntries)).toHaveLength(entries.length);
  });
});

describe("questions to an app", () => {
  it("go to the platform with the tenant the app belongs to, and who asks", async () => {
    const { id } = await makeApp(ctx.store, { tenantId, publishedGenerationId: "gen_1" });
    await queryApp(ctx, { id, measures: ["Sum(X)"], selections: { F: ["a"] } });
    await fieldValues(as(ctx, memberOf(tenantId, "viewer")), { id, field: "F" });
    const query = { dimensions: [], measures: ["Sum(X)"], selections: { F: ["a"] } };
    const viewer = { user: `usr_${tenantId}_viewer`, groups: [] };
    expect(asked).toEqual([
      [{ id: tenantId }, id, query, "published", { user: "usr_owner", groups: ["TENANTRY\\OPERATORS"] }],
      [{ id: tenantId }, id, { field: "F" }, viewer],
    ]);
  });

  it("take a measure of the app's own version by its name, and call its column so", async () => {
    const { id: templateId } = await makeTemplate(ctx.store);
    for (const [version, expression] of [
      ["1.0.0", "Sum(Sales)"],
      ["2.0.0", "Sum(Net)"],
    ] as const)
      await makeTemplateVersion(ctx.store, {
        templateId,
        version,
        manifest: { measures: [{ name: "Revenue", expression }] },
      });
    const { id } = await makeApp(ctx.store, {
      tenantId,
      templateId,
      publishedGenerationId: "gen_1",
      publishedVersion: "1.0.0",
    });
    columns = ["Country", "Sum(Sales)", "Sum(X)"].map((name) => ({ name }));
    const answer = await queryApp(ctx, { id, dimensions: ["Country"], measures: ["Revenue", "Sum(X)"] });
    expect(asked).toMatchObject([[{}, id, { measures: ["Sum(Sales)", "Sum(X)"] }, "published", {}]]);
    expect(answer.columns.map(({ name }) => name)).toEqual(["Country", "Revenue", "Sum(X)"]);
  });

  it("are refused without data, in a suspended tenant, and to strangers, before the platform is asked", async () => {
    const bare = await makeApp(ctx.store, { tenantId });
    await expect(queryApp(ctx, { id: bare.id, measures: ["1"] })).rejects.toMatchObject({
      code: "apps.no_data",
    });
    const asleep = (await makeTenant(ctx.store, { state: "suspended" })).id;
    const app = await makeApp(ctx.store, { tenantId: asleep, publishedGenerationId: "gen_1" });
    await expect(queryApp(ctx, { id: app.id, measures: ["1"] })).rejects.toMatchObject({
      code: "apps.suspended",
    });
    const stranger = as(ctx, memberOf(tenantId));
    await expect(queryApp(stranger, { id: app.id, measures: ["1"] })).rejects.toMatchObject({
      code: "app.not_found",
    });
    await expect(queryApp(ctx, { id: bare.id })).rejects.toMatchObject({ code: "input.invalid" });
    expect(asked).toEqual([]);
  });
});
