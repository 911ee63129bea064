import { afterEach, describe, expect, it } from "vitest";
import { tenantApps } from "@/server/apps";
import { verifyChain } from "@/server/audit";
import { getRun, retryRun, undoRun } from "@/server/runs";
import { getTenantRow } from "@/server/tenants";
import { as, memberOf } from "@/server/testing/context";
import { addTemplate, applyTenants, type DesiredTenant, previewAddTemplate, suspendTenant } from ".";
import { tenantsText } from "./simulation/files";
import { createWorld, type World } from "./simulation/world";

let world: World;
afterEach(() => world.close());

const secrets = { DB_PASSWORD: "s3cret-value-nobody-may-see" };
const STOCK = "stock@1.1.0";

async function ended(id: string) {
  await world.clock.run(world.services.workflows.wait(id));
  return getRun(world.ctx, { id });
}

async function estate(...slugs: string[]): Promise<string[]> {
  const file = tenantsText(slugs.map((slug) => ({ slug, templates: ["sales"] })));
  const { tenants } = await applyTenants(world.ctx, { file, secrets });
  for (const { run } of tenants) expect((await ended(run)).state).toBe("succeeded");
  return tenants.map((t) => t.tenant);
}

const description = async (id: string) =>
  (await getTenantRow(world.ctx, id)).desired as unknown as DesiredTenant;

const templates = async (id: string) => (await tenantApps(world.ctx, id)).map((a) => a.templateId).sort();

describe("a template added to tenants there are", () => {
  it("is checked tenant by tenant, then comes to those that can have it, by one run", async () => {
    world = await createWorld(1);
    const [a = "", b = "", c = "", d = ""] = await estate("alpha", "beta", "gamma", "delta");
    await ended((await suspendTenant(world.ctx, { id: c })).run);
    const { connections } = world.services.store.tables;
    await world.services.store.tx((db) =>
      db.insert(connections).values({
        ...{ id: "con_second", tenantId: d, name: "second", kind: "sqlite", properties: {} },
        ...{ createdAt: new Date(), updatedAt: new Date() },
      }),
    );
    const before = await description(a);
    const preview = await previewAddTemplate(world.ctx, { template: STOCK, ids: [a, b, c, d] });
    expect(preview.fit).toBe(preview.rows.filter((row) => row.problem === null).length);
    expect(preview.rows.map((row) => [row.tenantId, row.problem?.code ?? "yes"])).toEqual([
      [a, "yes"],
      [b, "yes"],
      [d, expect.stringMatching(/yes|connections/)],
      [c, "state"],
    ]);
    expect(await templates(a)).toEqual(["sales"]);
    const started = await addTemplate(world.ctx, { template: STOCK, ids: [a, b, c] });
    expect(started).toMatchObject({ tenants: 2, left: 1 });
    const done = await ended(started.run);
    expect(done).toMatchObject({ state: "succeeded", title: `Add ${STOCK} to 2 tenants` });
    expect(done.children.map((child) => [child.tenantId, child.state])).toEqual([
      [a, "succeeded"],
      [b, "succeeded"],
    ]);
    expect([await templates(a), await templates(c)]).toEqual([["sales", "stock"], ["sales"]]);
    const described = await description(a);
    expect(described.apps.map((app) => app.template)).toEqual(["sales", "stock"]);
    expect(described.connections).toEqual(before.connections);
    expect(await verifyChain(world.ctx, a)).toMatchObject({ ok: true });
    const again = await previewAddTemplate(world.ctx, { template: STOCK, ids: [a] });
    expect(again.rows[0]?.problem).toEqual({ code: "has", params: { version: "1.1.0" } });
  });

  it("that fails for one tenant is there for the others; a retry does only what failed, an undo takes all back", async () => {
    let broken = true;
    let asked = "";
    world = await createWorld(1);
    const [a = "", b = ""] = await estate("alpha", "beta");
    const { startReload } = world.services.platform("fake");
    const apply = startReload.apply.bind(startReload);
    startReload.apply = (call, input) => {
      if (broken && call.tenant.id === b) {
        asked = input.app;
        throw new Error("the source is away");
      }
      return apply(call, input);
    };
    const { run } = await addTemplate(world.ctx, { template: STOCK, ids: [a, b] });
    expect((await ended(run)).state).toBe("failed");
    expect(asked).not.toBe("");
    expect((await templates(a)).includes("stock")).toBe(true);
    const children = async () => (await getRun(world.ctx, { id: run })).children;
    expect((await children()).map((child) => child.state)).toEqual(["succeeded", "failed"]);
    const endedAt = (await children())[0]?.endedAt;
    broken = false;
    await retryRun(world.ctx, { id: run });
    expect((await ended(run)).state).toBe("succeeded");
    expect((await children()).map((child) => child.state)).toEqual(["succeeded", "succeeded"]);
    expect((await children())[0]?.endedAt).toEqual(endedAt);
    await world.clock.run(undoRun(world.ctx, { id: run }));
    await ended(run);
    expect([await templates(a), await templates(b)]).toEqual([["sales"], ["sales"]]);
    expect((await description(a)).apps).toHaveLength(1);
  });

  it("is refused where nobody can have it, and to those who may not", async () => {
    world = await createWorld(1);
    const [a = ""] = await estate("alpha");
    const input = { template: "sales@1.1.0", ids: [a] };
    await expect(addTemplate(world.ctx, input)).rejects.toMatchObject({ code: "fleet.nothing" });
    await expect(previewAddTemplate(world.ctx, { ...input, template: "none@1.0.0" })).rejects.toMatchObject({
      kind: "not-found",
    });
    const member = as(world.services, memberOf(a));
    for (const verb of [addTemplate, previewAddTemplate])
      await expect(verb(member, { template: STOCK, ids: [a] })).rejects.toMatchObject({
        code: "auth.forbidden",
      });
  });
});
