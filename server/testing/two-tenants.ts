import { generateKeyPairSync } from "node:crypto";
import { gzipSync } from "node:zlib";
import {
  makeAnnouncement,
  makeApp,
  makeBookmark,
  makeConnection,
  makeCoupon,
  makeDelivery,
  makeInvoice,
  makeMember,
  makeOwnSheet,
  makeReload,
  makeRun,
  makeSpendAlert,
  makeSubscription,
} from "@/db/factories";
import type { Store } from "@/db/store";
import { createApiKey } from "@/server/api-keys";
import { addKey, addOrigin } from "@/server/embeds";
import { uploadFile } from "@/server/files";
import { createGroup } from "@/server/members";
import type { Services } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { createTenant } from "@/server/tenants";
import { as, operator } from "./context";

/** A public key as a host would register it. Nobody has its private half. */
export const PUBLIC_JWK = {
  ...generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "jwk" }),
};

/** Ids of one tenant's rows, one of each noun. */
export interface Estate {
  tenant: string;
  slug: string;
  connection: string;
  app: string;
  reload: string;
  run: string;
  member: string;
  group: string;
  file: string;
  embedKey: string;
  embedOrigin: string;
  /** Shared by somebody of the tenant. */
  bookmark: string;
  announcement: string;
  invoice: string;
  alert: string;
  /** Of the fleet, used by nobody. */
  coupon: string;
  payment: string;
  /** Shared by somebody of the tenant. */
  sheet: string;
  /** To somebody of the tenant. */
  delivery: string;
  /** Of the tenant's old audit entries. */
  archive: string;
  /** A word that stands in every text of this tenant and nowhere else. */
  canary: string;
}

async function logLine(store: Store, tenantId: string, reloadId: string, message: string): Promise<void> {
  const { reloadLog } = store.tables;
  await store.tx((db) =>
    db
      .insert(reloadLog)
      .values({ tenantId, reloadId, at: new Date(), level: "info", source: "script", message }),
  );
}

async function archiveOf(store: Store, chain: string, canary: string): Promise<string> {
  const { auditArchives } = store.tables;
  const at = new Date(0);
  const entry = { id: newId("audit"), chain, seq: 1, at, actor: canary, viewedAs: null, action: "x.y" };
  const hashes = { target: canary, payloadHash: "", previousHash: "", hash: "" };
  const lines = gzipSync(JSON.stringify({ entry: { ...entry, ...hashes }, payload: null })).toString(
    "base64",
  );
  const id = newId("auditArchive");
  const span = { firstSeq: 1, lastSeq: 1, firstAt: at, lastAt: at };
  await store.tx((db) => db.insert(auditArchives).values({ id, chain, ...span, lines, createdAt: at }));
  return id;
}

async function workflowOf(store: Store, run: string, tenant: string, canary: string): Promise<void> {
  const { workflowRuns, workflowSteps, runEvents } = store.tables;
  const at = new Date();
  await store.tx(async (db) => {
    await db.insert(workflowRuns).values({
      id: run,
      rootId: run,
      name: "provision@1",
      queue: "provisioning",
      tenant,
      state: "failed",
      input: { canary },
      output: null,
      dueAt: at,
      createdAt: at,
      startedAt: at,
      endedAt: at,
    });
    await db.insert(workflowSteps).values({
      runId: run,
      seq: 0,
      name: "createTenant",
      kind: "step",
      state: "failed",
      output: { message: canary },
      startedAt: at,
      endedAt: at,
    });
    await db.insert(runEvents).values({ rootId: run, runId: run, type: "note", data: { canary }, at });
  });
}

/** A tenant with one of everything, all of it marked with a word of its own. */
export async function makeEstate(services: Services, slug: string): Promise<Estate> {
  const { store } = services;
  const ctx = as(services, operator());
  const canary = `canary-${slug}-${newId("object").slice(4)}`;
  const tenant = (
    await createTenant(ctx, { slug, name: `${slug} ${canary}`, plan: "growth@1", region: canary })
  ).id;
  const connection = await makeConnection(store, {
    tenantId: tenant,
    name: canary,
    properties: { path: canary },
  });
  const app = await makeApp(store, { tenantId: tenant, title: canary, parameters: { canary } });
  const run = await makeRun(store, { tenantId: tenant, title: canary, state: "failed" });
  await workflowOf(store, run.id, tenant, canary);
  const reload = await makeReload(store, {
    tenantId: tenant,
    appId: app.id,
    runId: run.id,
    state: "running",
  });
  await logLine(store, tenant, reload.id, canary);
  const member = await makeMember(store, { tenantId: tenant, name: canary, groups: [canary] });
  const group = await createGroup(ctx, { tenantId: tenant, name: canary });
  const file = await uploadFile(
    ctx,
    { tenantId: tenant, name: `${canary}.csv` },
    new Blob([canary]).stream() as never,
  );
  const embedKey = await addKey(ctx, { tenantId: tenant, name: canary, publicJwk: PUBLIC_JWK });
  const embedOrigin = await addOrigin(ctx, { tenantId: tenant, origin: `https://${canary}.example` });
  const to = { tenantId: tenant, appId: app.id, memberId: member.id };
  const delivery = await makeDelivery(store, { ...to, sheetTitle: canary });
  const sheet = await makeOwnSheet(store, {
    tenantId: tenant,
    appId: app.id,
    shared: true,
    sheet: { sheet: "canary", format: 1, title: canary, objects: [] },
  });
  const bookmark = await makeBookmark(store, {
    tenantId: tenant,
    appId: app.id,
    name: canary,
    shared: true,
    place: { selections: { X: [canary] } },
  });
  const subscription = await makeSubscription(store, {
    tenantId: tenant,
    payer: { name: canary, address: canary, country: "DE", taxId: null, email: null },
  });
  const invoice = await makeInvoice(store, {
    tenantId: tenant,
    subscriptionId: subscription.id,
    number: canary,
  });
  const alert = await makeSpendAlert(store, { tenantId: tenant, createdBy: canary });
  const coupon = await makeCoupon(store, { title: { en: canary } });
  const archive = await archiveOf(store, tenant, canary);
  const payment = newId("payment");
  await store.tx((db) =>
    db.insert(store.tables.payments).values({
      ...{ id: payment, tenantId: tenant, invoiceId: invoice.id, provider: "manual", kind: "bank" },
      ...{ reference: `${canary}-payment`, amount: 1, state: "succeeded" },
      ...{ at: services.clock.now(), createdAt: services.clock.now() },
    }),
  );
  const announcement = await makeAnnouncement(store, { text: canary, tenantIds: [tenant] });
  return {
    tenant,
    slug,
    connection: connection.id,
    app: app.id,
    reload: reload.id,
    run: run.id,
    member: member.id,
    group: group.id,
    file: file.id,
    embedKey: embedKey.id,
    embedOrigin: embedOrigin.id,
    bookmark: bookmark.id,
    announcement: announcement.id,
    invoice: invoice.id,
    alert: alert.id,
    coupon: coupon.id,
    payment,
    sheet: sheet.id,
    delivery: delivery.id,
    archive,
    canary,
  };
}

/** A key that may do all a key of one tenant, or of the fleet, can. */
export async function makeKey(services: Services, tenantId?: string): Promise<string> {
  const { key } = await createApiKey(as(services, operator()), {
    name: "test",
    ...(tenantId ? { tenantId } : {}),
  });
  return key;
}
