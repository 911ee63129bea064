import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeGeneration, makeTemplate, makeTemplateVersion, makeTenant } from "@/db/factories";
import type { Asker, Batch } from "@/server/platform/model";
import type { Platform, TenantRef } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { appRow, askApp, askableApp, askPublished, getDashboard, publishedDashboard } from ".";

const MANIFEST = {
  id: "sales",
  fields: [
    { name: "Sales", label: { en: "Sales", de: "Umsatz" }, format: "money" },
    { name: "Gone", label: "Not in the data" },
  ],
  measures: [{ name: "sales", expression: "Sum(Sales)", format: "money", better: "higher", owner: "me" }],
  parameters: [{ name: "currency", default: "EUR" }],
};
const MODEL = {
  tables: [],
  fields: [
    { name: "Sales", type: "decimal", tables: ["Lines"], distinct: 7, key: false, format: "#,##0.00" },
  ],
  associations: [],
  loops: [],
  syntheticKeys: [],
};

let ctx: Context;
let tenantId: string;
let id: string;
let asked: { tenant: TenantRef; app: string; batch: Batch; signal?: AbortSignal; asker?: Asker }[];

const ann: Asker = { user: "ann", groups: [] };
beforeEach(async () => {
  asked = [];
  const ask: Platform["ask"] = async (tenant, app, batch, signal, asker) => {
    asked.push({ tenant, app, batch, signal, asker });
    return { generation: "gen_1", answers: {}, fields: {} };
  };
  const platform = { id: "built-in", ask } as unknown as Platform;
  ctx = as(await testServices({ platform: () => platform }), operator());
  tenantId = (await makeTenant(ctx.store, { name: "Aurora", language: "de", branding: { color: "#123456" } }))
    .id;
  await makeTemplate(ctx.store, { id: "sales" });
  const sheets = [{ sheet: "overview", format: 1, title: "Overview", objects: [] }];
  await makeTemplateVersion(ctx.store, { templateId: "sales", version: "1.0.0", manifest: MANIFEST, sheets });
  id = (await makeApp(ctx.store, { tenantId, templateId: "sales", title: "Vertrieb" })).id;
});

/** Publishes version 1.0.0 with a generation of the model above. */
async function publish(parameters: Record<string, string> = {}): Promise<void> {
  const { id: generation } = await makeGeneration(ctx.store, { tenantId, appId: id, model: MODEL });
  const pointers = { publishedGenerationId: generation, publishedVersion: "1.0.0", parameters };
  await ctx.store.tx((db) => db.update(ctx.store.tables.apps).set(pointers));
}

describe("a dashboard", () => {
  it("is the published version's sheets and measures over the fields the data have", async () => {
    await publish();
    expect(await getDashboard(as(ctx, memberOf(tenantId, "viewer")), { id })).toMatchObject({
      app: { id, title: "Vertrieb", template: "sales", version: "1.0.0" },
      generation: expect.any(String),
      dataAt: expect.stringMatching(/^\d{4}-.*Z$/),
      sheets: [{ sheet: "overview" }],
      measures: { sales: { label: "sales", value: "Sum(Sales)", format: "money", better: "higher" } },
      fields: {
        Sales: {
          type: "decimal",
          format: "#,##0.00",
          display: "money",
          label: { en: "Sales", de: "Umsatz" },
          distinct: 7,
          key: false,
        },
      },
      language: "de",
      currency: "EUR",
      tenant: { name: "Aurora" },
      branding: { color: "#123456" },
    });
  });

  it("has the app's own currency, and none of what is no ISO code", async () => {
    await publish({ currency: "CHF" });
    expect((await getDashboard(ctx, { id })).currency).toBe("CHF");
    await publish({ currency: "francs" });
    expect((await publishedDashboard(ctx, await appRow(ctx, id), ann)).currency).toBe("EUR");
  });

  it("is refused before something is published, and to strangers", async () => {
    await expect(getDashboard(ctx, { id })).rejects.toMatchObject({ code: "apps.no_data" });
    await publish();
    await expect(getDashboard(as(ctx, memberOf("ten_other")), { id })).rejects.toMatchObject({
      code: "app.not_found",
    });
    await expect(getDashboard(as(ctx, operator("support")), { id })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });
});

describe("a click", () => {
  const questions = { q: { kind: "cube" as const, dimensions: [], measures: ["Sum(Sales)"] } };

  it("goes to the tenant's platform as it is, with the signal that withdraws it", async () => {
    await publish();
    const { signal } = new AbortController();
    const batch = { selections: { Region: ["North"] }, locked: ["Region"], variables: { v: 1 }, questions };
    const viewer = memberOf(tenantId, "viewer");
    await askApp(as(ctx, viewer), { id, ...batch }, signal);
    const asker = { user: viewer.id, groups: [] };
    expect(asked).toEqual([{ tenant: { id: tenantId }, app: id, batch, signal, asker }]);
  });

  it("is refused without data, in a suspended tenant, to strangers and where it cannot be read", async () => {
    await expect(askApp(ctx, { id, questions })).rejects.toMatchObject({ code: "apps.no_data" });
    await publish();
    await expect(askApp(as(ctx, memberOf("ten_other")), { id, questions })).rejects.toMatchObject({
      code: "app.not_found",
    });
    const wrong = { q: { kind: "cube", dimensions: [], measures: [""] } } as never;
    await expect(askApp(ctx, { id, questions: wrong })).rejects.toMatchObject({ code: "input.invalid" });
    await ctx.store.tx((db) => db.update(ctx.store.tables.tenants).set({ state: "suspended" }));
    await expect(askApp(ctx, { id, questions })).rejects.toMatchObject({ code: "apps.suspended" });
    expect(asked).toEqual([]);
  });

  it("of an embed session needs no actor, and is checked all the same", async () => {
    await publish();
    const app = await askableApp(ctx, await appRow(ctx, id));
    await askPublished(app, { questions }, ann);
    expect(asked).toEqual([
      { tenant: { id: tenantId }, app: id, batch: { questions }, signal: undefined, asker: ann },
    ]);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`q${i}`, questions.q]));
    await expect(askPublished(app, { questions: many }, ann)).rejects.toMatchObject({
      code: "input.invalid",
    });
  });
});
