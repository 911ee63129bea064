import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeGeneration, makeMember, makeTenant, makeUser } from "@/db/factories";
import { scope } from "@/server/auth";
import type { Asker, DataModel } from "@/server/platform/model";
import type { Platform } from "@/server/platform/port";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { askerOf, embedAsker, getApp } from ".";

let ctx: Context;
let tenantId: string;
let asked: (Asker | undefined)[];
const MINE: DataModel = { tables: [], fields: [], associations: [], loops: [], syntheticKeys: [] };

beforeEach(async () => {
  asked = [];
  const model: Platform["model"] = async (_tenant, _app, asker) => {
    asked.push(asker);
    if (asker?.user === "usr_none") throw new AppError("forbidden", "query.no_access", "No access.");
    return { ...MINE, loops: [["mine"]] };
  };
  const platform = { id: "built-in", model } as unknown as Platform;
  ctx = as(await testServices({ platform: () => platform }), operator());
  tenantId = (await makeTenant(ctx.store)).id;
});

describe("who asks", () => {
  it("of the portal's people are known by id, e-mail address and the tenant's groups", async () => {
    const actor = memberOf(tenantId, "viewer");
    await makeUser(ctx.store, { id: actor.id, email: "ann@acme.test" });
    const groups = ["Sales", "TENANTRY\\OPERATORS", " tenantry\\x"];
    await makeMember(ctx.store, { tenantId, email: "Ann@acme.test", groups });
    await makeMember(ctx.store, {
      tenantId: (await makeTenant(ctx.store)).id,
      email: "ann@acme.test",
      groups: ["B"],
    });
    const own = as(ctx, actor);
    expect(await askerOf(own, await scope(own, "apps:query", tenantId))).toEqual({
      user: actor.id,
      email: "ann@acme.test",
      groups: ["Sales"],
    });
  });

  it("for the installation are in its own group, keys of a tenant are not", async () => {
    const groups = ["TENANTRY\\OPERATORS"];
    expect(await askerOf(ctx, await scope(ctx, "apps:query", tenantId))).toEqual({
      user: "usr_owner",
      groups,
      seesAll: true,
    });
    const key = (of: string | null) =>
      as(ctx, { type: "apiKey", id: "key_1", name: "k", scopes: ["apps:query"], tenantId: of });
    expect(await askerOf(key(null), await scope(key(null), "apps:query", tenantId))).toEqual({
      user: "key_1",
      groups,
      seesAll: true,
    });
    const own = key(tenantId);
    expect(await askerOf(own, await scope(own, "apps:query", tenantId))).toEqual({
      user: "key_1",
      groups: [],
      seesAll: true,
    });
  });

  it("in an embed is whom the host's token names, never an operator", async () => {
    const session = {
      kind: "host" as const,
      subject: "user:usr_owner",
      groups: ["A", "Tenantry\\Operators"],
    };
    expect(await embedAsker(ctx, session)).toEqual({ user: "user:usr_owner", groups: ["A"] });
    expect(await embedAsker(ctx, { ...session, subject: "a@b.c" })).toMatchObject({ email: "a@b.c" });
  });

  it("in a preview is the person who previews", async () => {
    await makeUser(ctx.store, { id: "usr_owner", email: "owner@oem.test" });
    const session = { kind: "preview" as const, subject: "user:usr_owner", groups: ["TENANTRY\\OPERATORS"] };
    expect(await embedAsker(ctx, session)).toEqual({
      user: "usr_owner",
      email: "owner@oem.test",
      groups: ["TENANTRY\\OPERATORS"],
      seesAll: true,
    });
  });
});

describe("the data model of an app with section access", () => {
  it("is told to a tenant's people as they may see it, to operators in full", async () => {
    const app = await makeApp(ctx.store, { tenantId });
    const model = { ...MINE, loops: [["all"]], restricted: true };
    const generation = await makeGeneration(ctx.store, { tenantId, appId: app.id, model });
    const { apps } = ctx.store.tables;
    await ctx.store.tx((db) => db.update(apps).set({ publishedGenerationId: generation.id }));
    const seen = async (actor: Context["actor"]) =>
      (await getApp(as(ctx, actor), { id: app.id })).published?.model;
    expect(await seen(operator())).toMatchObject({ loops: [["all"]] });
    expect(asked).toEqual([]);
    expect(await seen(memberOf(tenantId))).toMatchObject({ loops: [["mine"]] });
    expect(await seen({ ...memberOf(tenantId), id: "usr_none" })).toEqual(MINE);
  });
});
