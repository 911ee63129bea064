import { join } from "node:path";
import { expect, test } from "vitest";
import { makeConnection, makeRun } from "@/db/factories";
import { insertFleet } from "@/db/seed/fleet";
import { getDraft } from "@/server/drafts";
import { sampleTenantsFiles } from "@/server/setup/sample";
import { createTenant, setTenantState } from "@/server/tenants";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { dismissGuide, getHome, startSampleDraft } from ".";

test("what needs somebody comes up with its reason: a failed tenant, a failed run, a failing connection", async () => {
  const services = await testServices();
  const ctx = as(services, operator());
  const { id } = await createTenant(ctx, { slug: "acme", name: "Acme", plan: "starter@1" });
  await setTenantState(ctx, { id, state: "setting-up" });
  await setTenantState(ctx, { id, state: "failed", problem: "A column is missing." });
  await makeRun(services.store, { tenantId: id, title: "Set up Acme", state: "failed" });
  const testResult = { ok: false, code: "source.auth", message: "The password is wrong." };
  await makeConnection(services.store, { tenantId: id, name: "Shop", testedAt: new Date(), testResult });
  await makeConnection(services.store, { tenantId: id, testedAt: new Date(), testResult: { ok: true } });
  const { needs, fleet } = await getHome(ctx);
  // The run of a tenant that failed by it is not told twice.
  expect(needs.map(({ kind, title, reason }) => [kind, title, reason])).toEqual([
    ["tenant", "Acme", "A column is missing."],
    ["connection", "Shop", "The password is wrong."],
  ]);
  expect(fleet).toMatchObject({ total: 1, states: { failed: 1 } });
});

test("parts are left out for those who may not see them, and a customer's people have no such page", async () => {
  const services = await testServices();
  const { id } = await createTenant(as(services, operator()), {
    slug: "acme",
    name: "Acme",
    plan: "starter@1",
  });
  const billing = await getHome(as(services, operator("billing")));
  expect(billing).toMatchObject({
    runs: null,
    guide: null,
    samples: null,
    fleet: { total: 1, reloads: null },
  });
  await expect(getHome(as(services, memberOf(id)))).rejects.toMatchObject({ code: "auth.forbidden" });
});

test("the guide follows what there is, and is put away for one person only", async () => {
  const services = await testServices();
  const ctx = as(services, operator());
  await createTenant(ctx, { slug: "first", name: "First", plan: "starter@1", sample: true });
  expect((await getHome(ctx)).guide).toMatchObject({ first: { name: "First" }, second: null });
  await createTenant(ctx, { slug: "second", name: "Second", plan: "starter@1" });
  expect((await getHome(ctx)).guide).toMatchObject({ second: { name: "Second" } });
  await dismissGuide(ctx, { dismissed: true });
  expect((await getHome(ctx)).guide).toBeNull();
  expect((await getHome(as(services, operator("admin")))).guide).not.toBeNull();
  await dismissGuide(ctx, { dismissed: false });
  expect((await getHome(ctx)).guide).not.toBeNull();
});

test("the figures of a large fleet are those of its rows", async () => {
  const services = await testServices();
  await insertFleet(services.store, 500);
  const { fleet } = await getHome(as(services, operator()));
  const sum = Object.values(fleet.states).reduce((all, n) => all + n, 0);
  expect([fleet.total, sum]).toEqual([500, 500]);
});

test("the wizard starts with a sample customer's answers, as long as one is left", async () => {
  const services = await testServices();
  const ctx = as(services, operator());
  await expect(startSampleDraft(ctx)).rejects.toMatchObject({ code: "home.no_sample" });
  await createTenant(ctx, { slug: "first", name: "First", plan: "starter@1", sample: true });
  expect((await getHome(ctx)).guide?.sample).toBeNull();

  const folder = join(services.dataFolder, "sample");
  const files = sampleTenantsFiles(folder);
  const open = files.find((f) => Object.keys(f.secrets).length === 0);
  expect((await getHome(ctx)).guide?.sample?.file).toBe(open?.fileName);
  const { id } = await startSampleDraft(ctx);
  const { data } = await getDraft(ctx, { id });
  expect(data.details?.slug).toBe(open?.slug);
  expect(data.connections).toMatchObject([{ name: "shop" }]);
  expect(data.people?.admin?.email).toMatch(/^admin@/);
  expect((await getHome(ctx)).guide).toMatchObject({ second: { id, state: "draft" }, sample: null });
  await expect(startSampleDraft(as(services, operator("billing")))).rejects.toMatchObject({
    code: "auth.forbidden",
  });
});
