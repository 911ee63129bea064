import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { listApps } from "@/server/apps";
import { OPERATOR_CHAIN, verifyChain } from "@/server/audit";
import { getRun } from "@/server/runs";
import { getTenant, listTenants } from "@/server/tenants";
import { as, memberOf } from "@/server/testing/context";
import { applyTenants, previewFleet, resumeTenant, startFleet, suspendTenant } from ".";
import { tenantsText } from "./simulation/files";
import { createWorld, type World } from "./simulation/world";

let world: World;
afterEach(() => world.close());

const secrets = { DB_PASSWORD: "s3cret-value-nobody-may-see" };

async function ended(id: string) {
  await world.clock.run(world.services.workflows.wait(id));
  return getRun(world.ctx, { id });
}

/** Tenants that are set up and active, in the order given. */
async function estate(...slugs: string[]): Promise<string[]> {
  world = await createWorld(1);
  const file = tenantsText(slugs.map((slug) => ({ slug, templates: ["sales"] })));
  const { tenants } = await applyTenants(world.ctx, { file, secrets });
  for (const { run } of tenants) expect((await ended(run)).state).toBe("succeeded");
  return tenants.map((t) => t.tenant);
}

const stateOf = async (id = "") => (await getTenant(world.ctx, { id })).state;

describe("suspend and resume", () => {
  it("close a tenant by a run, and open it again", async () => {
    const [id = ""] = await estate("nordwind");
    const run = await ended((await suspendTenant(world.ctx, { id })).run);
    expect(run).toMatchObject({
      state: "succeeded",
      result: "changed",
      title: expect.stringContaining("Suspend"),
    });
    expect(await stateOf(id)).toBe("suspended");
    await expect(suspendTenant(world.ctx, { id })).rejects.toMatchObject({ code: "tenants.state" });
    expect((await ended((await resumeTenant(world.ctx, { id })).run)).state).toBe("succeeded");
    expect(await stateOf(id)).toBe("active");
    expect(await verifyChain(world.ctx, id)).toMatchObject({ ok: true });
  });

  it("are not for the tenant's own admin", async () => {
    const [id = ""] = await estate("nordwind");
    await expect(suspendTenant(as(world.services, memberOf(id)), { id })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });
});

describe("one run over the fleet", () => {
  it("suspends those that can be, and counts the others", async () => {
    const [a = "", b = "", c = ""] = await estate("alpha", "beta", "gamma");
    await ended((await suspendTenant(world.ctx, { id: c })).run);
    const input = { action: "suspend" as const, ids: [a, b, c] };
    expect(await previewFleet(world.ctx, input)).toMatchObject({
      tenants: 2,
      unfit: { suspended: 1 },
      apps: 2,
    });
    const { run, tenants } = await startFleet(world.ctx, input);
    expect(tenants).toBe(2);
    const done = await ended(run);
    expect(done).toMatchObject({ state: "succeeded", title: "Suspend 2 tenants", tenantId: null });
    expect(done.children.map((child) => [child.tenantId, child.state])).toEqual([
      [a, "succeeded"],
      [b, "succeeded"],
    ]);
    expect([await stateOf(a), await stateOf(b)]).toEqual(["suspended", "suspended"]);
    expect(await verifyChain(world.ctx, a)).toMatchObject({ ok: true });
  });

  it("keeps the reason in the operators' audit, and not in the tenant's own", async () => {
    const [a = ""] = await estate("alpha");
    const reason = "Not paid since May";
    await ended((await startFleet(world.ctx, { action: "suspend", ids: [a], reason })).run);
    const { auditEntries: e, auditPayloads: p } = world.services.store.tables;
    const rows = await world.services.store.read
      .select({ chain: e.chain, action: e.action, payload: p.payload })
      .from(e)
      .innerJoin(p, eq(p.entryId, e.id));
    const told = rows.filter(({ payload }) => JSON.stringify(payload).includes(reason));
    expect(told.map(({ chain, action }) => [chain, action])).toEqual([[OPERATOR_CHAIN, "fleet.suspend"]]);
  });

  it("reloads every app of the tenants", async () => {
    const [a = "", b = ""] = await estate("alpha", "beta");
    const before = (await listApps(world.ctx)).items.map((app) => app.publishedGenerationId);
    const done = await ended((await startFleet(world.ctx, { action: "reload", ids: [a, b] })).run);
    expect(done).toMatchObject({ state: "succeeded", result: "changed" });
    const after = (await listApps(world.ctx)).items.map((app) => app.publishedGenerationId);
    expect(after).not.toContain(before[0]);
    expect(after).not.toContain(before[1]);
  });

  it("deletes all that match a filter, and no other", async () => {
    await estate("alpha", "alpine", "beta");
    const done = await ended((await startFleet(world.ctx, { action: "delete", filter: { q: "alp" } })).run);
    expect(done).toMatchObject({ state: "succeeded", title: "Delete 2 tenants" });
    expect((await listTenants(world.ctx)).items.map((t) => t.slug)).toEqual(["beta"]);
  });

  it("is refused where it fits nothing, and to those who may not", async () => {
    const [a = ""] = await estate("alpha");
    await expect(startFleet(world.ctx, { action: "resume", ids: [a] })).rejects.toMatchObject({
      code: "fleet.nothing",
    });
    const member = as(world.services, memberOf(a));
    for (const verb of [startFleet, previewFleet])
      await expect(verb(member, { action: "reload", ids: [a] })).rejects.toMatchObject({
        code: "auth.forbidden",
      });
  });
});
