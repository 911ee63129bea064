import { afterEach, describe, expect, it } from "vitest";
import { checkContent, tenantApps } from "@/server/apps";
import { getRun } from "@/server/runs";
import { as, memberOf } from "@/server/testing/context";
import { applyTenants, repairApp } from ".";
import { tenantsText } from "./simulation/files";
import { createWorld, type World } from "./simulation/world";

let world: World;
afterEach(() => world.close());

async function ended(id: string) {
  await world.clock.run(world.services.workflows.wait(id));
  return getRun(world.ctx, { id });
}

async function appOf(slug: string) {
  const file = tenantsText([{ slug, templates: ["sales"] }]);
  const { tenants } = await applyTenants(world.ctx, {
    file,
    secrets: { DB_PASSWORD: "s3cret-value-nobody" },
  });
  const [made] = tenants;
  if (!made) throw new Error("no tenant");
  expect((await ended(made.run)).state).toBe("succeeded");
  const [app] = await tenantApps(world.ctx, made.tenant);
  if (!app) throw new Error("no app");
  return { tenantId: made.tenant, id: app.id, version: app.stagedVersion ?? "" };
}

describe("an app's content", () => {
  it("that differs on the platform is told piece by piece, and comes back by one run", async () => {
    world = await createWorld(1);
    const { tenantId, id, version } = await appOf("alpha");
    const right = await checkContent(world.ctx, { id });
    expect(right).toMatchObject({ state: "same", mend: null, version, foundVersion: version });
    expect(right.parts.length).toBeGreaterThan(1);
    const { importApp } = world.services.platform("fake");
    const call = { tenant: { id: tenantId }, key: "by hand", attempt: 1, signal: AbortSignal.timeout(5_000) };
    const spec = { app: id, title: "Sales", template: "sales", version, contentHash: "x", sheets: [] };
    await importApp.apply(call, spec);
    const wrong = await checkContent(world.ctx, { id });
    expect(wrong).toMatchObject({ state: "differs", mend: "repair" });
    const missing = wrong.parts.filter(({ state }) => state === "missing").map(({ kind }) => kind);
    expect(missing).toContain("sheet");
    const done = await ended((await repairApp(world.ctx, { id })).run);
    expect(done).toMatchObject({ kind: "repair-app", state: "succeeded" });
    expect(await checkContent(world.ctx, { id })).toMatchObject({ state: "same", mend: null });
  });

  it("is looked at by the tenant's people who see reloads; only operators put it back", async () => {
    world = await createWorld(1);
    const { tenantId, id } = await appOf("alpha");
    const admin = as(world.ctx, memberOf(tenantId));
    expect((await checkContent(admin, { id })).state).toBe("same");
    await expect(repairApp(admin, { id })).rejects.toMatchObject({ code: "auth.forbidden" });
    const viewer = as(world.ctx, memberOf(tenantId, "viewer"));
    await expect(checkContent(viewer, { id })).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});
