import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { makeFile } from "@/db/factories";
import { verifyChain } from "@/server/audit";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  createTenant,
  customizeTenant,
  getTenant,
  listTenants,
  setTenantState,
  tenantFacets,
  updateTenant,
} from ".";

const acme = { slug: "acme", name: "Acme", plan: "starter@1" };

describe("createTenant", () => {
  test("makes a draft with its audit entry", async () => {
    const ctx = as(await testServices(), operator());
    const tenant = await createTenant(ctx, acme);
    expect(tenant).toMatchObject({ slug: "acme", state: "draft", health: "unknown", language: "en" });
    expect(await verifyChain(ctx, tenant.id)).toEqual({ ok: true, entries: 1 });
  });

  test("refuses a taken slug and writes nothing", async () => {
    const ctx = as(await testServices(), operator());
    await createTenant(ctx, acme);
    await expect(createTenant(ctx, { ...acme, name: "Other" })).rejects.toMatchObject({
      code: "tenants.slug_taken",
      kind: "conflict",
    });
    expect((await listTenants(ctx)).items).toHaveLength(1);
  });

  test.each([
    ["slug", { ...acme, slug: "Not A Slug" }],
    ["name", { ...acme, name: "   " }],
    ["language", { ...acme, language: "no language" }],
    ["language", { ...acme, language: `en-x-${"abcdefgh-".repeat(9)}abc` }],
    ["branding.color", { ...acme, branding: { color: "red" } }],
  ])("names the wrong field %s", async (path, input) => {
    const ctx = as(await testServices(), operator());
    await expect(createTenant(ctx, input)).rejects.toMatchObject({
      code: "input.invalid",
      options: { issues: [{ path }] },
    });
  });

  test.each(["support", "billing"] as const)("refuses the role %s", async (role) => {
    const ctx = as(await testServices(), operator(role));
    await expect(createTenant(ctx, acme)).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});

describe("getTenant", () => {
  test("another tenant's member gets the same answer as for a tenant that does not exist", async () => {
    const services = await testServices();
    const tenant = await createTenant(as(services, operator()), acme);
    const stranger = as(services, memberOf("ten_other"));
    const seen = await getTenant(stranger, { id: tenant.id }).catch((e) => [e.code, e.kind]);
    const unknown = await getTenant(stranger, { id: "ten_none" }).catch((e) => [e.code, e.kind]);
    expect(seen).toEqual(unknown);
    expect(await getTenant(as(services, memberOf(tenant.id, "viewer")), { id: tenant.id })).toMatchObject(
      acme,
    );
  });

  test("an operator's look into a tenant is audited once an hour", async () => {
    let now = new Date("2026-01-01T00:00:00Z");
    const clock = { now: () => now, sleep: async () => undefined };
    const services = await testServices({ clock });
    const ctx = as(services, { ...operator(), id: "usr_audited" } as never);
    const { id } = await createTenant(ctx, acme);
    await getTenant(ctx, { id });
    await getTenant(ctx, { id });
    expect((await verifyChain(ctx, id)).entries).toBe(2);
    now = new Date("2026-01-01T01:00:01Z");
    await getTenant(ctx, { id });
    expect(await verifyChain(ctx, id)).toEqual({ ok: true, entries: 3 });
  });
});

describe("listTenants", () => {
  async function many(n: number) {
    const ctx = as(await testServices(), operator());
    for (let i = 0; i < n; i++) {
      await createTenant(ctx, {
        slug: `t-${i}`,
        name: `Tenant ${i % 5}`,
        plan: i % 2 ? "growth@1" : "starter@1",
      });
    }
    return ctx;
  }

  test.each([
    ["name", "asc"],
    ["name", "desc"],
    ["created", "desc"],
    ["plan", "asc"],
    ["state", "desc"],
  ] as const)("pages by %s %s without gaps or repeats, ties included", async (sort, dir) => {
    const ctx = await many(23);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listTenants(ctx, { sort, dir, limit: 4, cursor });
      seen.push(...page.items.map((t) => t.slug));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(23);
    expect(seen).toHaveLength(23);
  });

  test("searches name, slug and id, and counts facets", async () => {
    const ctx = await many(10);
    expect((await listTenants(ctx, { q: "TENANT 3" })).items).toHaveLength(2);
    expect((await listTenants(ctx, { q: "t-7" })).items.map((t) => t.slug)).toEqual(["t-7"]);
    expect((await listTenants(ctx, { q: "%" })).items).toHaveLength(10);
    expect((await tenantFacets(ctx)).plan).toEqual({ "growth@1": 5, "starter@1": 5 });
  });

  test("a member sees only their own tenant", async () => {
    const ctx = await many(3);
    const { items } = await listTenants(ctx);
    const mine = items[1];
    const seen = await listTenants(as(ctx, memberOf(mine?.id ?? "", "viewer")));
    expect(seen.items.map((t) => t.id)).toEqual([mine?.id]);
  });

  test("a cursor of another list is refused by name", async () => {
    const ctx = await many(1);
    await expect(listTenants(ctx, { cursor: "nonsense" })).rejects.toMatchObject({ code: "page.cursor" });
  });
});

describe("updateTenant", () => {
  test("changes only what differs, and an unchanged one writes nothing", async () => {
    const ctx = as(await testServices(), operator());
    const { id, updatedAt } = await createTenant(ctx, acme);
    const same = await updateTenant(ctx, { id, name: "Acme", branding: {} });
    expect(same.updatedAt).toEqual(updatedAt);
    const renamed = await updateTenant(ctx, { id, name: "Acme International" });
    expect(renamed).toMatchObject({ name: "Acme International", plan: "starter@1" });
    expect(await verifyChain(ctx, id)).toMatchObject({ ok: true, entries: 2 });
    expect((await listTenants(ctx, { q: "international" })).items).toHaveLength(1);
  });

  test("a tenant's own admin may look, not change", async () => {
    const services = await testServices();
    const { id } = await createTenant(as(services, operator()), acme);
    await expect(updateTenant(as(services, memberOf(id)), { id, name: "Mine" })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });
});

describe("setTenantState", () => {
  test("follows the allowed moves and refuses the others", async () => {
    const ctx = as(await testServices(), operator());
    const { id } = await createTenant(ctx, acme);
    await expect(setTenantState(ctx, { id, state: "active" })).rejects.toMatchObject({
      code: "tenants.state",
    });
    await setTenantState(ctx, { id, state: "setting-up" });
    expect(await setTenantState(ctx, { id, state: "active", health: "well" })).toMatchObject({
      state: "active",
    });
  });
});

test("deleted tenants free their slug", async () => {
  const ctx = as(await testServices(), operator());
  const { id } = await createTenant(ctx, acme);
  const { tenants } = ctx.store.tables;
  await ctx.store.tx((db) => db.update(tenants).set({ deletedAt: new Date() }).where(eq(tenants.id, id)));
  expect((await createTenant(ctx, acme)).id).not.toBe(id);
});

describe("customizeTenant", () => {
  test("a customer's admin changes name, language and looks; others of the tenant do not", async () => {
    const services = await testServices();
    const { id } = await createTenant(as(services, operator()), acme);
    const admin = as(services, memberOf(id, "admin"));
    const wish = { id, name: "Acme & Sons", language: "de", branding: { color: "#0a5c36" } };
    expect(await customizeTenant(admin, wish)).toMatchObject({
      name: "Acme & Sons",
      language: "de",
      branding: { color: "#0a5c36" },
      plan: "starter@1",
    });
    for (const role of ["author", "viewer"] as const)
      await expect(customizeTenant(as(services, memberOf(id, role)), wish)).rejects.toMatchObject({
        kind: "forbidden",
      });
  });

  test("a logo is a picture among the tenant's own uploads", async () => {
    const services = await testServices();
    const operatorCtx = as(services, operator());
    const { id } = await createTenant(operatorCtx, acme);
    const other = await createTenant(operatorCtx, { ...acme, slug: "other" });
    const foreign = await makeFile(services.store, { tenantId: other.id, mediaType: "image/png" });
    const table = await makeFile(services.store, { tenantId: id, mediaType: "text/csv" });
    const own = await makeFile(services.store, { tenantId: id, mediaType: "image/png" });
    const admin = as(services, memberOf(id, "admin"));
    for (const logo of [foreign.id, table.id, "fil_nothing"])
      await expect(customizeTenant(admin, { id, branding: { logo } })).rejects.toMatchObject({
        code: "tenants.logo",
      });
    expect((await customizeTenant(admin, { id, branding: { logo: own.id } })).branding.logo).toBe(own.id);
  });
});
