import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeGeneration, makeTenant } from "@/db/factories";
import type { Platform } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { getModel } from ".";

const MODEL = {
  tables: [
    { name: "Lines", rows: 2, fields: ["Sales"], columns: [{ field: "Sales", nulls: 1, distinct: 1 }] },
  ],
  fields: [{ name: "Sales", type: "decimal", tables: ["Lines"], distinct: 1, key: false }],
  associations: [],
  loops: [],
  syntheticKeys: [],
};

let ctx: Context;
let tenantId: string;
let id: string;
beforeEach(async () => {
  ctx = as(await testServices(), operator());
  tenantId = (await makeTenant(ctx.store, { name: "Aurora" })).id;
  id = (await makeApp(ctx.store, { tenantId, title: "Sales" })).id;
});

async function point(to: "publishedGenerationId" | "stagedGenerationId", model: object): Promise<string> {
  const { id: generation } = await makeGeneration(ctx.store, { tenantId, appId: id, model: { ...model } });
  await ctx.store.tx((db) => db.update(ctx.store.tables.apps).set({ [to]: generation }));
  return generation;
}

describe("the data model of an app", () => {
  it("is that of the published generation, or of the staged one where asked", async () => {
    const published = await point("publishedGenerationId", MODEL);
    const staged = await point("stagedGenerationId", { ...MODEL, tables: [] });
    expect(await getModel(as(ctx, memberOf(tenantId, "viewer")), { id })).toMatchObject({
      app: { id, title: "Sales" },
      generation: published,
      dataAt: expect.stringMatching(/^\d{4}-.*Z$/),
      model: MODEL,
    });
    expect(await getModel(ctx, { id, which: "staged" })).toMatchObject({
      generation: staged,
      model: { tables: [] },
    });
  });

  it("with section access is, for a tenant's people, that of what they may see", async () => {
    const seen = { ...MODEL, tables: [{ name: "Lines", rows: 1, fields: ["Sales"] }] };
    const asked: unknown[] = [];
    const model = async (...about: unknown[]) => {
      asked.push(about);
      return seen;
    };
    const platform = { id: "built-in", model } as unknown as Platform;
    const restricted = { ...ctx, platform: () => platform };
    await point("publishedGenerationId", { ...MODEL, restricted: true });
    const member = as(restricted, memberOf(tenantId, "viewer"));
    expect(await getModel(member, { id })).toMatchObject({ rows: 1, model: seen });
    expect(asked).toEqual([[{ id: tenantId }, id, expect.objectContaining({ groups: [] })]]);
    expect(await getModel(as(restricted, operator()), { id })).toMatchObject({ model: MODEL });
    await point("stagedGenerationId", { ...MODEL, restricted: true });
    await expect(getModel(member, { id, which: "staged" })).rejects.toMatchObject({
      code: "apps.restricted",
    });
  });

  it("is refused before there are data, and to strangers", async () => {
    await expect(getModel(ctx, { id })).rejects.toMatchObject({ code: "apps.no_data" });
    await point("publishedGenerationId", MODEL);
    await expect(getModel(as(ctx, memberOf("ten_other")), { id })).rejects.toMatchObject({
      code: "app.not_found",
    });
  });
});
