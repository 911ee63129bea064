import { afterEach, describe, expect, it } from "vitest";
import { makeMember } from "@/db/factories";
import { getSubscription, listInvoices, startSubscription } from "@/server/billing";
import { getRun, undoRun } from "@/server/runs";
import { getTenantRow } from "@/server/tenants";
import { as, memberOf } from "@/server/testing/context";
import { applyTenants, previewFleetPlan, startFleetPlan } from ".";
import { tenantsText } from "./simulation/files";
import { createWorld, type World } from "./simulation/world";

let world: World;
afterEach(() => world.close());

async function ended(id: string) {
  await world.clock.run(world.services.workflows.wait(id));
  return getRun(world.ctx, { id });
}

async function estate(...slugs: string[]): Promise<string[]> {
  const file = tenantsText(slugs.map((slug) => ({ slug, templates: ["sales"] })));
  const { tenants } = await applyTenants(world.ctx, {
    file,
    secrets: { DB_PASSWORD: "s3cret-value-nobody" },
  });
  for (const { run } of tenants) expect((await ended(run)).state).toBe("succeeded");
  return tenants.map((t) => t.tenant);
}

const planOf = async (id: string) => (await getTenantRow(world.ctx, id)).plan;
const subscribed = async (tenant: string) => (await getSubscription(world.ctx, { tenant }))?.plan;
const subscribe = (tenant: string) => startSubscription(world.ctx, { tenant, trialDays: 0 });

describe("another plan for many tenants", () => {
  it("is checked one by one with its price, then comes to those that can have it, by one run", async () => {
    world = await createWorld(1);
    const [a = "", b = "", c = ""] = await estate("alpha", "beta", "gamma");
    const before = await planOf(a);
    await subscribe(a);
    for (let i = 0; i < 30; i++) await makeMember(world.services.store, { tenantId: c });
    const small = await previewFleetPlan(world.ctx, { plan: "starter@1", ids: [a, b, c] });
    expect(small.rows.map(({ tenantId, problem }) => [tenantId, problem?.code ?? "fits"])).toEqual([
      [a, "fits"],
      [b, "fits"],
      [c, "limits"],
    ]);
    expect(small.rows[2]?.problem?.exceeded).toMatchObject([{ key: "members" }]);
    expect(small.rows[0]?.effect).toMatchObject({ currency: "EUR" });
    expect(small.rows[1]?.effect).toBeNull();
    expect([await planOf(a), await subscribed(a)]).toEqual([before, before]);
    const started = await startFleetPlan(world.ctx, { plan: "starter@1", ids: [a, b, c] });
    expect(started).toMatchObject({ tenants: 2, left: 1 });
    const done = await ended(started.run);
    expect(done).toMatchObject({ state: "succeeded", title: "Change the plan of 2 tenants to starter@1" });
    expect([await planOf(a), await planOf(b), await planOf(c)]).toEqual(["starter@1", "starter@1", before]);
    expect(await subscribed(a)).toBe("starter@1");
    const again = await previewFleetPlan(world.ctx, { plan: "starter@1", ids: [a] });
    expect(again.rows[0]?.problem?.code).toBe("has");
    await world.clock.run(undoRun(world.ctx, { id: started.run }));
    await ended(started.run);
    expect([await planOf(a), await subscribed(a), await planOf(b)]).toEqual([before, before, before]);
  });

  it("from the period's end on changes what was agreed, not what is there now", async () => {
    world = await createWorld(1);
    const [a = "", b = ""] = await estate("alpha", "beta");
    const before = await planOf(a);
    await subscribe(a);
    const input = { plan: "starter@1", when: "period-end" as const, ids: [a, b] };
    const { rows } = await previewFleetPlan(world.ctx, input);
    expect(rows.map(({ problem }) => problem?.code ?? "fits")).toEqual(["fits", "subscription"]);
    expect(rows[0]?.effect).toMatchObject({ now: 0 });
    const invoices = (await listInvoices(world.ctx, { tenant: a })).items.length;
    expect((await ended((await startFleetPlan(world.ctx, input)).run)).state).toBe("succeeded");
    expect([await planOf(a), await subscribed(a)]).toEqual([before, before]);
    expect((await listInvoices(world.ctx, { tenant: a })).items).toHaveLength(invoices);
    expect((await previewFleetPlan(world.ctx, input)).rows[0]?.problem?.code).toBe("has");
  });

  it("is refused where nobody can have it, and to those who may not", async () => {
    world = await createWorld(1);
    const [a = ""] = await estate("alpha");
    const input = { plan: await planOf(a), ids: [a] };
    await expect(startFleetPlan(world.ctx, input)).rejects.toMatchObject({ code: "fleet.nothing" });
    const member = as(world.services, memberOf(a));
    await expect(previewFleetPlan(member, { plan: "starter@1", ids: [a] })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });
});
