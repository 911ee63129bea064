import { beforeEach, expect, it } from "vitest";
import { makeUser } from "@/db/factories";
import type { Context } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { removeTenantView, saveTenantView, startWithTenantView, tenantViews } from ".";
import { MOST_VIEWS } from "./views-schemas";

let ada: Context;
let bo: Context;
let member: Context;
beforeEach(async () => {
  const services = await testServices();
  await makeUser(services.store, { id: "usr_owner", name: "Ada", operatorRole: "owner" });
  await makeUser(services.store, { id: "usr_support", name: "Bo", operatorRole: "support" });
  ada = as(services, operator());
  bo = as(services, operator("support"));
  member = as(services, memberOf("ten_x"));
});

const query = "state=failed&sort=created&dir=desc&hide=plan";

it("a view is a name for the list's address: kept per person, renamed, and gone when deleted", async () => {
  const { id } = await saveTenantView(ada, { name: "Broken", query });
  expect(await tenantViews(ada)).toEqual([
    { id, name: "Broken", query, shared: false, owner: null, start: false },
  ]);
  expect(await tenantViews(bo)).toEqual([]);
  await saveTenantView(ada, { id, name: "To mend", query: "state=failed" });
  expect(await tenantViews(ada)).toMatchObject([{ id, name: "To mend", query: "state=failed" }]);
  for (const who of [bo, member]) await removeTenantView(who, { id });
  expect(await tenantViews(ada)).toHaveLength(1);
  await removeTenantView(ada, { id });
  expect(await tenantViews(ada)).toEqual([]);
});

it("a shared one is seen by operators under its owner's name, changed by its owner only, and never by customers", async () => {
  const { id } = await saveTenantView(ada, { name: "Late", query: "health=late", shared: true });
  expect(await tenantViews(bo)).toMatchObject([{ id, owner: "Ada" }]);
  expect(await tenantViews(member)).toEqual([]);
  await expect(saveTenantView(bo, { id, name: "Mine", query: "" })).rejects.toMatchObject({
    code: "tenant_view.not_found",
  });
  await saveTenantView(member, { name: "Ours", query: "", shared: true });
  expect(await tenantViews(ada)).toHaveLength(1);
});

it("one can be where the list begins, until it is deleted", async () => {
  const { id } = await saveTenantView(ada, { name: "Late", query: "health=late", shared: true });
  await startWithTenantView(ada, { id });
  await startWithTenantView(bo, { id });
  for (const who of [ada, bo]) expect(await tenantViews(who)).toMatchObject([{ start: true }]);
  await removeTenantView(ada, { id });
  const own = await saveTenantView(ada, { name: "Other", query: "" });
  expect(await tenantViews(ada)).toMatchObject([{ id: own.id, start: false }]);
  await expect(startWithTenantView(bo, { id: own.id })).rejects.toMatchObject({
    code: "tenant_view.not_found",
  });
});

it("has a name of its own, is an address and no script, and there are not too many", async () => {
  await saveTenantView(ada, { name: "Late", query: "" });
  await expect(saveTenantView(ada, { name: "LATE", query: "" })).rejects.toMatchObject({
    code: "tenants.view_taken",
  });
  for (const bad of ["//evil.example", "state=<b>", "a b", "#x"])
    await expect(saveTenantView(ada, { name: "Bad", query: bad })).rejects.toMatchObject({ kind: "invalid" });
  for (let i = 1; i < MOST_VIEWS; i++) await saveTenantView(ada, { name: `View ${i}`, query: "" });
  await expect(saveTenantView(ada, { name: "One more", query: "" })).rejects.toMatchObject({
    code: "tenants.too_many_views",
  });
  const key = as(ada, { type: "apiKey", id: "key_1", name: "k", scopes: [], tenantId: null });
  await expect(tenantViews(key)).rejects.toMatchObject({ code: "account.users_only" });
});
