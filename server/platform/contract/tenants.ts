import { expect, test } from "vitest";
import { type PlatformHarness, refused, World } from "./world";

/** Isolation, plan limits, suspension, usage, removal. */
export function tenantSuite(open: () => PlatformHarness): void {
  test("two tenants never see each other", async () => {
    const harness = open();
    const [a, b] = [new World(harness), new World(harness)];
    await a.prepare();
    const { generationId, id } = await a.reload();
    await a.publish(generationId);
    await b.prepare();
    const p = harness.platform;
    const query = { dimensions: [], measures: ["Sum(amount)"] };
    await refused(p.query(b.tenant, a.app, query), "platform.not_found");
    await refused(p.query(b.tenant, a.app, query, "staged"), "platform.not_found");
    await refused(p.fieldValues(b.tenant, a.app, { field: "country" }), "platform.not_found");
    await refused(p.reloadStatus(b.tenant, id), "platform.not_found");
    await refused(p.reloadLog(b.tenant, id, 0), "platform.not_found");
    await refused(p.verify(b.tenant, a.verifySpec(generationId)), "platform.not_found");
    await refused(
      p.verifyPublished(b.tenant, { app: a.app, generation: generationId }),
      "platform.not_found",
    );
    await refused(
      p.publish.apply(b.call(), { app: b.app, space: "Live", generation: generationId, version: "1" }),
      "platform.not_found",
    );
    await refused(p.applyScript.apply(b.call(), a.script()), "platform.not_found");
    expect(await p.usage(b.tenant)).toEqual({ rows: 0, bytes: 0, apps: 1 });
  });

  test("a caller that holds another tenant's remote id is refused", async () => {
    const harness = open();
    const [a, b] = [new World(harness), new World(harness)];
    const made = await a.platform.createTenant.apply(a.call(), a.tenantSpec());
    await b.platform.createTenant.apply(b.call(), b.tenantSpec());
    const mixed = { ...b.call(), tenant: { id: b.tenant.id, remoteId: made.remoteId } };
    await refused(b.platform.ensureGroups.apply(mixed, { names: ["x"] }), "platform.forbidden");
    const right = { ...a.call(), tenant: { id: a.tenant.id, remoteId: made.remoteId } };
    expect((await a.platform.ensureGroups.apply(right, { names: ["x"] })).effect).toBe("created");
  });

  test("a step that needs a group or connection names the step that makes it", async () => {
    const w = new World(open());
    await w.platform.createTenant.apply(w.call(), w.tenantSpec());
    const spaces = { spaces: [w.space({ rights: { Nobody: "view" } })] };
    await expect(w.platform.ensureSpaces.apply(w.call(), spaces)).rejects.toMatchObject({
      code: "platform.not_found",
      options: { params: { noun: "group", key: "Nobody", step: "ensureGroups" } },
    });
    await refused(
      w.platform.ensureMembers.apply(w.call(), { members: [w.member({ groups: ["Nobody"] })] }),
      "platform.not_found",
    );
    await w.platform.importApp.apply(w.call(), w.appSpec());
    await expect(w.platform.applyScript.apply(w.call(), w.script())).rejects.toMatchObject({
      options: { params: { key: "main", step: "putConnections" } },
    });
  });

  test("the plan's limits hold for new apps and members, not for those there", async () => {
    const w = new World(open());
    await w.platform.createTenant.apply(w.call(), w.tenantSpec());
    await w.platform.assignLicence.apply(w.call(), w.licence({ apps: 1, members: 1 }));
    await w.platform.importApp.apply(w.call(), w.appSpec());
    await w.platform.importApp.apply(w.call(), w.appSpec({ title: "Renamed" }));
    await refused(w.platform.importApp.apply(w.call(), w.appSpec({ app: "app_more" })), "platform.limit");
    await w.platform.ensureMembers.apply(w.call(), { members: [w.member()] });
    await w.platform.ensureMembers.apply(w.call(), { members: [w.member({ name: "B" })] });
    await refused(
      w.platform.ensureMembers.apply(w.call(), { members: [w.member({ email: "b@acme.test" })] }),
      "platform.limit",
    );
  });

  test("a suspended tenant's apps answer nothing until it is resumed", async () => {
    const w = new World(open());
    await w.prepare();
    const { generationId } = await w.reload();
    await w.publish(generationId);
    const outcome = await w.platform.suspend.apply(w.call(), {});
    await refused(w.sum(), "platform.forbidden");
    await refused(w.platform.fieldValues(w.tenant, w.app, { field: "country" }), "platform.forbidden");
    await refused(w.platform.ask(w.tenant, w.app, { questions: {} }), "platform.forbidden");
    await w.platform.suspend.undo(w.call(), {}, outcome);
    expect(await w.sum()).toBe(100);
    await w.platform.suspend.apply(w.call(), {});
    expect((await w.platform.resume.apply(w.call(), {})).effect).toBe("changed");
    expect(await w.sum()).toBe(100);
  });

  test("usage counts published rows, stored bytes and apps", async () => {
    const w = new World(open());
    await w.prepare();
    expect(await w.platform.usage(w.tenant)).toEqual({ rows: 0, bytes: 0, apps: 1 });
    const { generationId } = await w.reload();
    await w.publish(generationId);
    const usage = await w.platform.usage(w.tenant);
    expect(usage).toMatchObject({ rows: 4, apps: 1 });
    expect(usage.bytes).toBeGreaterThan(0);
  });

  test("undoing a tenant's creation is refused while it has apps", async () => {
    const w = new World(open());
    const outcome = await w.platform.createTenant.apply(w.call(), w.tenantSpec());
    const app = await w.platform.importApp.apply(w.call(), w.appSpec());
    await refused(w.platform.createTenant.undo(w.call(), w.tenantSpec(), outcome), "platform.conflict");
    await w.platform.importApp.undo(w.call(), w.appSpec(), app);
    await w.platform.ensureGroups.apply(w.call(), { names: ["left"] });
    await w.platform.createTenant.undo(w.call(), w.tenantSpec(), outcome);
    await refused(w.platform.usage(w.tenant), "platform.not_found");
  });

  test("deleting a tenant leaves nothing of it and everything of the others", async () => {
    const harness = open();
    const [a, b] = [new World(harness), new World(harness)];
    for (const w of [a, b]) {
      await w.prepare();
      const { generationId } = await w.reload();
      await w.publish(generationId);
    }
    await harness.platform.deleteTenant(a.tenant);
    await harness.platform.deleteTenant(a.tenant);
    await refused(a.sum(), "platform.not_found");
    await refused(harness.platform.usage(a.tenant), "platform.not_found");
    expect(await b.sum()).toBe(100);
    expect((await a.platform.createTenant.apply(a.call(), a.tenantSpec())).effect).toBe("created");
    expect(await harness.platform.usage(a.tenant)).toEqual({ rows: 0, bytes: 0, apps: 0 });
  });
}
