import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeApp, makeConnection, makeMember, makeUser } from "@/db/factories";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { newId } from "@/server/shared/ids";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import {
  createTenant,
  customizeTenant,
  dismissTenantSetup,
  noteWelcome,
  setTenantState,
  tenantSetup,
} from ".";

async function world() {
  const services = await testServices();
  const plan = "starter@1";
  const vendor = as(services, operator());
  const { id } = await createTenant(vendor, { slug: "acme", name: "Acme", plan });
  const { store } = services;
  await setTenantState(vendor, { id, state: "setting-up" });
  await setTenantState(vendor, { id, state: "active" });
  const chief = await makeUser(store);
  const member = await makeMember(store, { tenantId: id, userId: chief.id, role: "admin" });
  return { services, store, id, vendor, member, admin: as(services, { ...memberOf(id), id: chief.id }) };
}
type World = Awaited<ReturnType<typeof world>>;

const did = ({ store, id }: World, ctx: Context, action: string, payload: Record<string, unknown> = {}) =>
  store.tx((db) => append(db, ctx, { tenantId: id, action, target: "x", payload }));

async function answers({ store, id }: World, ok: boolean) {
  const { connections } = store.tables;
  await store.tx((db) =>
    db.update(connections).set({ testResult: { ok } }).where(eq(connections.tenantId, id)),
  );
}

async function accepted({ store, id, member }: World) {
  const { invitations } = store.tables;
  const at = new Date();
  await store.tx((db) =>
    db.insert(invitations).values({
      id: newId("invitation"),
      tenantId: id,
      memberId: member.id,
      tokenHash: sha256(member.id),
      mailed: false,
      createdBy: "user:vendor",
      createdAt: at,
      expiresAt: at,
      acceptedAt: at,
    }),
  );
}

const ticks = async (w: World) => {
  const { steps } = await tenantSetup(w.admin, { id: w.id });
  return Object.entries(steps).flatMap(([name, { done }]) => (done ? [name] : []));
};

test("first steps are ticked by what the tenant's own people did, not by who set it up", async () => {
  const w = await world();
  const connection = await makeConnection(w.store, { tenantId: w.id });
  await makeApp(w.store, { tenantId: w.id });
  await answers(w, true);
  await makeMember(w.store, { tenantId: w.id, role: "author" });
  await did(w, w.vendor, "member.invite");
  await did(w, w.vendor, "connection.test", { ok: true });
  await did(w, w.vendor, "embed.preview");
  await customizeTenant(w.vendor, { id: w.id, branding: { color: "#0a5c36" } });
  await did(w, w.admin, "embed.preview", { trial: true });
  expect(await tenantSetup(w.admin, { id: w.id })).toEqual({
    steps: {
      connection: { done: false, id: connection.id },
      people: { done: false },
      look: { done: false },
      app: { done: false, id: null },
    },
    shown: true,
    opens: false,
    skipped: [],
  });
  await did(w, w.admin, "connection.test", { ok: true });
  await did(w, w.admin, "member.invite");
  expect(await ticks(w)).toEqual(["connection", "people"]);
  await answers(w, false);
  expect(await ticks(w)).toEqual(["people"]);
  await answers(w, true);
  await customizeTenant(w.admin, { id: w.id, name: "Acme and sons" });
  expect(await ticks(w)).toEqual(["connection", "people"]);
  await customizeTenant(w.admin, { id: w.id, branding: { color: "#5c0a36" } });
  await did(w, w.admin, "embed.preview");
  expect(await ticks(w)).toEqual(["connection", "people", "look", "app"]);
  expect(await tenantSetup(w.admin, { id: w.id })).toMatchObject({ shown: false });
});

test("they open by themselves once, for an admin who came by invitation and found nothing done", async () => {
  const w = await world();
  const opens = async (ctx = w.admin) => (await tenantSetup(ctx, { id: w.id })).opens;
  expect(await opens(), "nobody invited them").toBe(false);
  await accepted(w);
  expect(await opens()).toBe(true);
  expect(await opens(w.vendor), "an operator").toBe(false);
  await noteWelcome(w.admin, { id: w.id });
  expect(await opens(), "they were there").toBe(false);
});

test("what a person skipped and saw is kept for them; what they saw counts for all", async () => {
  const w = await world();
  await noteWelcome(w.admin, { id: w.id, skip: "people" });
  await noteWelcome(w.admin, { id: w.id, skip: "look" });
  await noteWelcome(w.admin, { id: w.id, looked: true });
  expect((await tenantSetup(w.admin, { id: w.id })).skipped).toEqual(["people", "look"]);
  const second = await makeUser(w.store);
  await makeMember(w.store, { tenantId: w.id, userId: second.id, role: "admin" });
  const other = await tenantSetup(as(w.services, { ...memberOf(w.id), id: second.id }), { id: w.id });
  expect(other).toMatchObject({ skipped: [], steps: { app: { done: true } } });
});

test("one admin puts them away for all, and brings them back", async () => {
  const { id, vendor, admin } = await world();
  await dismissTenantSetup(admin, { id, dismissed: true });
  expect((await tenantSetup(vendor, { id })).shown).toBe(false);
  await dismissTenantSetup(admin, { id, dismissed: false });
  expect((await tenantSetup(admin, { id })).shown).toBe(true);
});

test("another tenant's admin and a viewer can neither see nor change them", async () => {
  const { id, services } = await world();
  const stranger = as(services, memberOf("ten_other"));
  await expect(tenantSetup(stranger, { id })).rejects.toMatchObject({ code: "tenant.not_found" });
  await expect(noteWelcome(stranger, { id })).rejects.toMatchObject({ code: "tenant.not_found" });
  const viewer = as(services, memberOf(id, "viewer"));
  await expect(dismissTenantSetup(viewer, { id, dismissed: true })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
});
