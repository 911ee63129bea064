import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeConnection, makeMember, makeUser } from "@/db/factories";
import { append } from "@/server/audit";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { createTenant, customizeTenant, dismissTenantSetup, tenantSetup } from ".";

async function world() {
  const services = await testServices();
  const plan = "starter@1";
  const { id } = await createTenant(as(services, operator()), { slug: "acme", name: "Acme", plan });
  const { store } = services;
  const chief = await makeUser(store);
  await makeMember(store, { tenantId: id, userId: chief.id, role: "admin" });
  return { services, store, id, chief, admin: as(services, memberOf(id)) };
}

test("first steps are ticked by what there really is, and gone when all are done", async () => {
  const { services, store, id, chief, admin } = await world();
  const connection = await makeConnection(store, { tenantId: id });
  expect(await tenantSetup(admin, { id })).toEqual({
    connection: { done: false, id: connection.id },
    people: { done: false },
    look: { done: false },
    app: { done: false, id: null },
  });
  const { connections } = store.tables;
  await store.tx((db) =>
    db
      .update(connections)
      .set({ testResult: { ok: true } })
      .where(eq(connections.id, connection.id)),
  );
  await makeMember(store, { tenantId: id, role: "author" });
  expect(await tenantSetup(admin, { id })).toMatchObject({
    connection: { done: true },
    people: { done: false },
  });
  await makeMember(store, { tenantId: id, role: "author", userId: (await makeUser(store)).id });
  await customizeTenant(admin, { id, branding: { color: "#0a5c36" } });
  const look = (ctx: typeof admin) =>
    store.tx((db) =>
      append(db, ctx, { tenantId: id, action: "embed.preview", target: "app_1", payload: {} }),
    );
  await look(as(services, operator()));
  expect(await tenantSetup(admin, { id })).toMatchObject({
    people: { done: true },
    look: { done: true },
    app: { done: false },
  });
  await look(as(services, { ...memberOf(id), id: chief.id }));
  expect(await tenantSetup(admin, { id })).toBeNull();
});

test("one admin puts them away for all, and brings them back", async () => {
  const { id, services, admin } = await world();
  await dismissTenantSetup(admin, { id, dismissed: true });
  expect(await tenantSetup(as(services, operator()), { id })).toBeNull();
  await dismissTenantSetup(admin, { id, dismissed: false });
  expect(await tenantSetup(admin, { id })).not.toBeNull();
});

test("another tenant's admin and a viewer can neither see nor put them away", async () => {
  const { id, services } = await world();
  const stranger = as(services, memberOf("ten_other"));
  await expect(tenantSetup(stranger, { id })).rejects.toMatchObject({ code: "tenant.not_found" });
  const viewer = as(services, memberOf(id, "viewer"));
  await expect(dismissTenantSetup(viewer, { id, dismissed: true })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
});
