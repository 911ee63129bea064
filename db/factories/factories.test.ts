import { describe, expect, it } from "vitest";
import {
  makeApp,
  makeConnection,
  makeGeneration,
  makeMember,
  makeReload,
  makeRun,
  makeTemplate,
  makeTemplateVersion,
  makeTenant,
  makeUser,
  testStore,
} from ".";

describe("factories", () => {
  it("give every test a store of its own with the newest schema", async () => {
    const [one, two] = await Promise.all([testStore(), testStore()]);
    await makeTenant(one);
    expect(await one.read.select().from(one.tables.tenants)).toHaveLength(1);
    expect(await two.read.select().from(two.tables.tenants)).toHaveLength(0);
  });

  it("make rows that do not collide, twice each, and fill in defaults", async () => {
    const store = await testStore();
    for (let round = 0; round < 2; round++) {
      const tenant = await makeTenant(store);
      const user = await makeUser(store);
      const template = await makeTemplate(store);
      await makeTemplateVersion(store, { templateId: template.id });
      await makeMember(store, { tenantId: tenant.id, userId: user.id });
      await makeConnection(store, { tenantId: tenant.id });
      const app = await makeApp(store, { tenantId: tenant.id, templateId: template.id });
      const reload = await makeReload(store, { tenantId: tenant.id, appId: app.id });
      await makeGeneration(store, { tenantId: tenant.id, appId: app.id, reloadId: reload.id });
      await makeRun(store, { tenantId: tenant.id });
      expect(tenant).toMatchObject({ kind: "customer", health: "unknown", deletedAt: null });
      expect(user.mustChangePassword).toBe(false);
    }
  });

  it("keep what the caller overrides", async () => {
    const store = await testStore();
    const tenant = await makeTenant(store, { name: "Nordwind Tea", slug: "nordwind" });
    expect(tenant.searchText).toBe(`nordwind tea nordwind ${tenant.id}`);
  });
});
