import { beforeEach, describe, expect, it } from "vitest";
import { makeApp, makeMember, makeReload, makeTenant, makeUser } from "@/db/factories";
import { getApp, getModel, listApps } from "@/server/apps";
import { listReloads, reloadReport } from "@/server/reloads";
import { search } from "@/server/search";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  createGroup,
  deleteGroup,
  ensureGroups,
  grantsOf,
  groupOverview,
  listGroups,
  listPeople,
  removeGroups,
  setGrants,
  updateGroup,
} from ".";

let ctx: Context;
let admin: Context;
let tenantId: string;
beforeEach(async () => {
  ctx = as(await testServices(), operator());
  tenantId = (await makeTenant(ctx.store, { plan: "starter@1" })).id;
  admin = as(ctx, memberOf(tenantId));
});

const audited = async () =>
  (await ctx.store.read.select().from(ctx.store.tables.auditEntries)).map((entry) => entry.action);

/** Somebody of the tenant with these groups, as they act themselves. */
async function personIn(groups: string[], role: "author" | "viewer" = "viewer"): Promise<Context> {
  const user = await makeUser(ctx.store);
  await makeMember(ctx.store, { tenantId, userId: user.id, role, groups });
  return as(ctx, { ...memberOf(tenantId, role), id: user.id } as Context["actor"]);
}

describe("groups", () => {
  it("are listed with who is in them and what they open", async () => {
    const sales = await createGroup(admin, { tenantId, name: "Sales" });
    await createGroup(admin, { tenantId, name: "Empty" });
    const app = await makeApp(ctx.store, { tenantId, title: "Orders" });
    await makeMember(ctx.store, { tenantId, name: "Bo", groups: ["Sales"] });
    await setGrants(admin, { appId: app.id, groups: [sales.id] });
    expect(await groupOverview(admin, { tenantId })).toMatchObject([
      { name: "Empty", members: 0, first: [], apps: [] },
      { name: "Sales", members: 1, first: [{ name: "Bo" }], apps: [{ title: "Orders" }] },
    ]);
  });

  it("renamed twice, or renamed and deleted at once, leave nobody in a group there is not", async () => {
    const { id } = await createGroup(admin, { tenantId, name: "Sales" });
    await makeMember(ctx.store, { tenantId, groups: ["Sales"] });
    const groups = async () => (await listPeople(admin, { tenantId })).items[0]?.groups;
    const [, { name }] = await Promise.all([
      updateGroup(admin, { id, name: "North" }),
      updateGroup(admin, { id, name: "South" }),
    ]);
    expect(await groups()).toEqual([name]);
    await Promise.allSettled([updateGroup(admin, { id, name: "East" }), deleteGroup(admin, { id })]);
    expect(await groups()).toEqual([]);
  });

  it("are renamed with the people in them, deleted without them, and never have one name twice", async () => {
    const { id } = await createGroup(admin, { tenantId, name: "Sales" });
    await createGroup(admin, { tenantId, name: "Other" });
    await makeMember(ctx.store, { tenantId, groups: ["Sales", "Other"] });
    const groups = async () => (await listPeople(admin, { tenantId })).items[0]?.groups;
    const taken = { code: "groups.taken" };
    await expect(createGroup(admin, { tenantId, name: "Sales" })).rejects.toMatchObject(taken);
    await expect(updateGroup(admin, { id, name: "Other" })).rejects.toMatchObject(taken);
    await updateGroup(admin, { id, name: "Selling" });
    expect(await groups()).toEqual(["Selling", "Other"]);
    await deleteGroup(admin, { id });
    expect(await groups()).toEqual(["Other"]);
    expect(await audited()).toEqual(expect.arrayContaining(["group.create", "group.rename", "group.delete"]));
  });

  it("of another tenant look like unknown ones, and only admins change any", async () => {
    const { id } = await createGroup(admin, { tenantId, name: "Sales" });
    const other = as(ctx, memberOf((await makeTenant(ctx.store, { plan: "starter@1" })).id));
    const viewer = as(ctx, memberOf(tenantId, "viewer"));
    for (const run of [() => updateGroup(other, { id, name: "x" }), () => deleteGroup(other, { id })])
      await expect(run()).rejects.toMatchObject({ code: "group.not_found" });
    await expect(deleteGroup(viewer, { id })).rejects.toMatchObject({ code: "auth.forbidden" });
    await expect(groupOverview(viewer, { tenantId })).rejects.toMatchObject({ code: "auth.forbidden" });
    await expect(groupOverview(other, { tenantId })).rejects.toMatchObject({ code: "tenant.not_found" });
  });
});

describe("grants", () => {
  it("keep an app from all but the group, by list, id, model, reload and search; admins open it always", async () => {
    const { id: group } = await createGroup(admin, { tenantId, name: "Sales" });
    const open = await makeApp(ctx.store, { tenantId, title: "Open orders" });
    const shut = await makeApp(ctx.store, { tenantId, title: "Shut orders" });
    const reload = await makeReload(ctx.store, { tenantId, appId: shut.id });
    await setGrants(admin, { appId: shut.id, groups: [group] });
    const seen = async (who: Context) => (await listApps(who)).items.map((app) => app.id).sort();
    const both = [open.id, shut.id].sort();
    const outside = await personIn(["Marketing"], "author");
    for (const who of [ctx, admin, await personIn(["Sales"])]) {
      expect(await seen(who)).toEqual(both);
      expect((await getApp(who, { id: shut.id })).id).toBe(shut.id);
      expect((await search(who, { q: "orders" })).apps).toHaveLength(2);
    }
    expect(await seen(outside)).toEqual([open.id]);
    expect((await search(outside, { q: "orders" })).apps).toMatchObject([{ id: open.id }]);
    expect((await listReloads(outside)).items).toEqual([]);
    await expect(reloadReport(outside, { id: reload.id })).rejects.toMatchObject({
      code: "reload.not_found",
    });
    for (const id of [shut.id, "app_none"]) {
      const unknown = { code: "app.not_found", message: `There is no app "${id}".` };
      await expect(getApp(outside, { id })).rejects.toMatchObject(unknown);
      await expect(getModel(outside, { id })).rejects.toMatchObject(unknown);
      await expect(grantsOf(outside, { appId: id })).rejects.toMatchObject(unknown);
    }
    await setGrants(admin, { appId: shut.id, groups: [] });
    expect(await seen(outside)).toEqual(both);
    expect((await audited()).filter((action) => action === "app.grant")).toHaveLength(2);
  });

  it("name groups of the app's own tenant only", async () => {
    const app = await makeApp(ctx.store, { tenantId });
    const elsewhere = await makeTenant(ctx.store, { plan: "starter@1" });
    const { id } = await createGroup(ctx, { tenantId: elsewhere.id, name: "Sales" });
    await expect(setGrants(admin, { appId: app.id, groups: [id] })).rejects.toMatchObject({
      code: "group.not_found",
    });
    await expect(setGrants(await personIn([]), { appId: app.id, groups: [] })).rejects.toMatchObject({
      code: "auth.forbidden",
    });
  });

  it("are not widened by deleting the last group that opens an app", async () => {
    await ensureGroups(ctx, { tenantId, names: ["Sales", "Second"] });
    const [sales, second] = await groupOverview(admin, { tenantId });
    const app = await makeApp(ctx.store, { tenantId, title: "Orders" });
    const [a, b] = [sales?.id ?? "", second?.id ?? ""];
    await setGrants(admin, { appId: app.id, groups: [a, b] });
    await deleteGroup(admin, { id: a });
    await expect(deleteGroup(admin, { id: b })).rejects.toMatchObject({ code: "groups.last_grant" });
    await removeGroups(ctx, { tenantId, names: ["Second"] });
    expect(await listGroups(admin, { tenantId })).toEqual(["Second"]);
    expect(await grantsOf(admin, { appId: app.id })).toEqual([{ id: b, name: "Second" }]);
  });
});
