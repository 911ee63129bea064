import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeTenant } from "@/db/factories";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  openSecret,
  testConnection,
  updateConnection,
} from ".";

const SECRET = "correct horse battery staple";

let ctx: Context;
let tenantId: string;
beforeEach(async () => {
  ctx = as(await testServices(), operator());
  tenantId = (await makeTenant(ctx.store)).id;
});

const make = (name = "shop", secret: string | undefined = SECRET) =>
  createConnection(ctx, { tenantId, name, kind: "sqlite", properties: { path: "a.db" }, secret });

async function row(id: string) {
  const rows = await ctx.store.read.select().from(ctx.store.tables.connections);
  const found = rows.find((r) => r.id === id);
  if (!found) throw new Error("no row");
  return found;
}

describe("connections", () => {
  it("seal their secret: no verb, row or audit entry shows it, only its tenant and name open it", async () => {
    const made = await make();
    expect(made).toMatchObject({ name: "shop", hasSecret: true });
    expect(JSON.stringify([made, await listConnections(ctx)])).not.toContain(SECRET);
    expect((await ctx.store.serialize()).includes(Buffer.from(SECRET))).toBe(false);
    const { secret } = await row(made.id);
    expect(await openSecret(ctx.keyring, tenantId, "shop", secret)).toBe(SECRET);
    await expect(openSecret(ctx.keyring, tenantId, "other", secret)).rejects.toMatchObject({
      code: "secrets.unreadable",
    });
  });

  it("keep the secret when it is not given, take it away with null, and write nothing for equal values", async () => {
    const { id } = await make();
    const before = await row(id);
    await updateConnection(ctx, { id, secret: SECRET, properties: { path: "a.db" } });
    expect(await row(id)).toEqual(before);
    await updateConnection(ctx, { id, properties: { path: "b.db" } });
    expect(await row(id)).toMatchObject({ secret: before.secret, properties: { path: "b.db" } });
    expect((await updateConnection(ctx, { id, secret: null })).hasSecret).toBe(false);
  });

  it("send a stored secret to no other place by a tenant's admin, who must give it anew", async () => {
    const { id } = await make();
    await updateConnection(ctx, { id, secret: SECRET });
    const before = await row(id);
    const admin = as(ctx, memberOf(tenantId, "admin"));
    await expect(updateConnection(admin, { id, properties: { path: "elsewhere.db" } })).rejects.toMatchObject(
      {
        code: "connections.secret_needed",
      },
    );
    expect(await row(id)).toEqual(before);
    await updateConnection(admin, { id, properties: { path: "elsewhere.db" }, secret: null });
    expect(await row(id)).toMatchObject({ secret: null, properties: { path: "elsewhere.db" } });
  });

  it("tell which apps read through them, of their own tenant only", async () => {
    const { id } = await make();
    const other = await makeTenant(ctx.store);
    const app = await makeApp(ctx.store, { tenantId, title: "Sales", connections: { db: "shop" } });
    await makeApp(ctx.store, { tenantId: other.id, title: "Foreign", connections: { db: "shop" } });
    await makeApp(ctx.store, { tenantId, title: "Stock", templateId: "stock", connections: { db: "depot" } });
    const usedBy = [{ app: app.id, title: "Sales" }];
    expect(await getConnection(ctx, { id })).toMatchObject({ usedBy });
    expect((await listConnections(ctx, { tenantId })).items).toMatchObject([{ id, usedBy }]);
  });

  it("have names of their own within a tenant", async () => {
    await make();
    await expect(make()).rejects.toMatchObject({ code: "connections.name_taken" });
  });

  it("are not deleted while an app reads from them", async () => {
    const { id } = await make();
    await makeApp(ctx.store, { tenantId, title: "Sales", connections: { shop: "shop" } });
    await expect(deleteConnection(ctx, { id })).rejects.toMatchObject({
      code: "connections.in_use",
    });
    await ctx.store.tx((db) => db.delete(ctx.store.tables.apps));
    await deleteConnection(ctx, { id });
    await expect(getConnection(ctx, { id })).rejects.toMatchObject({ code: "connection.not_found" });
  });

  it("are nobody else's: another tenant's admin finds none", async () => {
    const { id } = await make();
    const other = await makeTenant(ctx.store);
    const stranger = as(ctx, memberOf(other.id));
    await expect(getConnection(stranger, { id })).rejects.toMatchObject({ code: "connection.not_found" });
    await expect(updateConnection(stranger, { id, secret: null })).rejects.toMatchObject({
      code: "connection.not_found",
    });
    await expect(listConnections(stranger, { tenantId })).rejects.toMatchObject({ code: "tenant.not_found" });
    expect((await listConnections(stranger)).items).toEqual([]);
    const viewer = as(ctx, memberOf(tenantId, "viewer"));
    await expect(getConnection(viewer, { id })).rejects.toMatchObject({ code: "auth.forbidden" });
  });

  it("are tested with their opened secret, and the result is kept without it", async () => {
    const { id } = await make();
    let seen: string | null = null;
    const tester = {
      ...ctx.tools.connectionTester,
      test: async (target: { secret: string | null }) => {
        seen = target.secret;
        return { ok: false as const, code: "source.auth", message: "Wrong password.", ms: 1 };
      },
    };
    expect(await testConnection(ctx, { id }, tester)).toMatchObject({ ok: false, code: "source.auth" });
    expect(seen).toBe(SECRET);
    expect(await getConnection(ctx, { id })).toMatchObject({
      testResult: { ok: false, code: "source.auth" },
    });
  });

  it("are listed page by page without a gap or a repetition", async () => {
    for (let i = 0; i < 7; i++) await make(`c${i}`, undefined);
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listConnections(ctx, { tenantId, limit: 3, cursor });
      names.push(...page.items.map((c) => c.name));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(names.sort()).toEqual(["c0", "c1", "c2", "c3", "c4", "c5", "c6"]);
  });
});
