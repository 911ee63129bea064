import { expect, test } from "vitest";
import { makeApp, makeConnection, makeReload } from "@/db/factories";
import { newId } from "@/server/shared/ids";
import { createTenant, noteTenant } from "@/server/tenants";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { tenantProblems } from ".";

const HOUR_MS = 3_600_000;

async function world() {
  const services = await testServices();
  const vendor = as(services, operator());
  const make = (slug: string) => createTenant(vendor, { slug, name: slug, plan: "starter@1" });
  const [{ id }, other] = [await make("acme"), await make("other")];
  return { services, store: services.store, vendor, id, other: other.id, admin: as(services, memberOf(id)) };
}
type World = Awaited<ReturnType<typeof world>>;

const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS);

async function failing({ store }: World, tenantId: string, title: string) {
  const app = await makeApp(store, { tenantId, title });
  const of = { tenantId, appId: app.id };
  const error = { code: "source.column", message: "Column city is missing.", retryable: false };
  await makeReload(store, { ...of, state: "failed", createdAt: ago(9), error });
  await makeReload(store, { ...of, state: "succeeded", createdAt: ago(8) });
  const first = await makeReload(store, { ...of, state: "failed", createdAt: ago(3), error });
  const last = await makeReload(store, { ...of, state: "failed", createdAt: ago(1), error });
  return { first, last };
}

test("nothing is open where all is well", async () => {
  const w = await world();
  const app = await makeApp(w.store, { tenantId: w.id });
  await makeReload(w.store, { tenantId: w.id, appId: app.id, state: "succeeded" });
  await makeConnection(w.store, { tenantId: w.id, testResult: { ok: true } });
  await failing(w, w.other, "Elsewhere");
  expect(await tenantProblems(w.admin, { id: w.id })).toEqual([]);
});

test("a reload that fails is told by its newest run, and since the first that no good one has followed", async () => {
  const w = await world();
  const { first, last } = await failing(w, w.id, "Orders");
  expect(await tenantProblems(w.admin, { id: w.id })).toEqual([
    {
      kind: "reload",
      id: last.id,
      title: "Orders",
      reason: "Column city is missing.",
      at: first.createdAt,
      amount: null,
    },
  ]);
});

test("connections, late data, limits, mails and ending keys are told to who can mend them", async () => {
  const w = await world();
  const { store, id } = w;
  const now = new Date();
  await makeConnection(store, {
    ...{ tenantId: id, name: "Shop", testedAt: now },
    testResult: { ok: false, code: "source.auth", message: "The password is wrong." },
  });
  await noteTenant(w.vendor, id, { health: "late", lastReloadAt: ago(50) });
  for (let made = 0; made < 30; made++) await makeApp(store, { tenantId: id });
  const { mails, embedKeys, apiKeys } = store.tables;
  const mail = (kind: string) => ({
    ...{ id: newId("mail"), tenantId: id, kind, recipient: "x@acme.example", subject: "x" },
    ...{ state: "failed" as const, createdAt: now, nextTryAt: now },
  });
  const key = { publicJwk: {}, createdBy: "user:x", createdAt: now, fromAt: now, tenantId: id };
  await store.tx(async (db) => {
    await db.insert(mails).values([mail("invitation"), mail("delivery")]);
    await db.insert(embedKeys).values([
      { ...key, id: "emk_soon", name: "office", untilAt: ago(-48) },
      { ...key, id: "emk_later", name: "later", untilAt: ago(-24 * 60) },
      { ...key, id: "emk_gone", name: "gone", untilAt: ago(-48), revokedAt: now },
    ]);
    await db.insert(apiKeys).values({
      ...{ id: "key_soon", name: "sync", hash: "h", hint: "h", scopes: [], tenantId: id },
      ...{ createdBy: "user:x", createdAt: now, expiresAt: ago(-48) },
    });
  });
  const told = async (ctx: typeof w.admin) =>
    (await tenantProblems(ctx, { id })).map(({ kind, title, id: what }) => [kind, title || what]);
  const admin = [
    ["connection", "Shop"],
    ["late", ""],
    ["usage", "apps"],
    ["mail", ""],
    ["embed-key", "office"],
  ];
  expect(await told(w.admin)).toEqual(admin);
  expect(await told(w.vendor)).toEqual([...admin, ["api-key", "sync"]]);
  expect(await told(as(w.services, memberOf(id, "viewer")))).toEqual([["late", ""]]);
  const mailsOf = async (ctx: typeof w.admin) =>
    (await tenantProblems(ctx, { id })).find(({ kind }) => kind === "mail")?.amount;
  expect([await mailsOf(w.admin), await mailsOf(w.vendor)]).toEqual([1, 2]);
});

test("another tenant's people learn nothing of it", async () => {
  const w = await world();
  const stranger = as(w.services, memberOf(w.other));
  await expect(tenantProblems(stranger, { id: w.id })).rejects.toMatchObject({ code: "tenant.not_found" });
});
