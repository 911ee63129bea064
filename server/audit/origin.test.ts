import { beforeAll, expect, test } from "vitest";
import { makeApp, makeTenant, makeUser } from "@/db/factories";
import { insertRow } from "@/db/factories/insert";
import { handleEmbed } from "@/server/api/embed/handler";
import { makeLocalToken } from "@/server/api/local-token";
import { handleRest } from "@/server/api/rest/handler";
import { authOptions } from "@/server/auth/next-auth";
import { addresses } from "@/server/embeds";
import type { Context } from "@/server/shared/context";
import { sha256 } from "@/server/shared/crypto";
import { as, operator } from "@/server/testing/context";
import { hashPassword } from "@/server/users";
import { sendReset } from "@/server/users/request-reset";
import { makePortal, type TestPortal } from "@/server/viewing/testing";
import { listAudit } from "./list";

const THERE = "203.0.113.9, 198.51.100.4";

type Authorize = (credentials: object, request: { headers: object }) => Promise<unknown>;

let portal: TestPortal;
let all: Context;

beforeAll(async () => {
  portal = await makePortal();
  all = as(portal.services, operator());
});

const newest = async (action: string) => (await listAudit(all, { action, limit: 1 })).items[0];

test("what a person does in the portal says the address the proxy saw, and the request's own id", async () => {
  const { cookie } = await portal.signInOperator("owner");
  const { id: tenantId } = await makeTenant(portal.services.store);
  const caller = await portal.caller(cookie, { "x-forwarded-for": THERE });
  await caller.members.createGroup({ tenantId, name: "Northern shops" });
  expect(await newest("group.create")).toMatchObject({
    address: "198.51.100.4",
    requestId: expect.stringMatching(/^req_/),
    targetName: "Northern shops",
  });
});

test("what comes through the API says the id that was answered; the command line is named instead of its address", async () => {
  const token = makeLocalToken(portal.services.dataFolder);
  const headers = { authorization: `Bearer ${token}`, "x-forwarded-for": THERE };
  const body = JSON.stringify({ name: "of the audit's test" });
  const request = new Request("http://portal.test/api/v1/api-keys", { method: "POST", headers, body });
  const made = await handleRest(portal.services, request);
  expect(made.status).toBe(201);
  const { key } = (await made.json()) as { key: string };
  expect(await newest("api-key.create")).toMatchObject({
    address: "cli",
    requestId: made.headers.get("x-request-id"),
  });

  const byKey = new Request(`http://portal.test/api/v1/tenants/${portal.tenantId}`, {
    method: "PATCH",
    headers: { ...headers, authorization: `Bearer ${key}` },
    body: JSON.stringify({ name: "Renamed by a key" }),
  });
  const renamed = await handleRest(portal.services, byKey);
  expect(renamed.status).toBe(200);
  expect(await newest("tenant.update")).toMatchObject({
    address: "198.51.100.4",
    requestId: renamed.headers.get("x-request-id"),
    targetName: "Renamed by a key",
  });
});

test("what an embed's reader keeps says from where their frame asked", async () => {
  const { store } = portal.services;
  const app = await makeApp(store, { tenantId: portal.tenantId });
  const [held, page, now] = [`tes_${"a".repeat(43)}`, "https://host.example", portal.time.now];
  const row = { tenantId: portal.tenantId, appId: app.id, kind: "host", subject: "ana", groups: [] } as const;
  const expiresAt = new Date(now.getTime() + 600_000);
  await insertRow(store, store.tables.embedSessions, {
    ...{ ...row, groups: [] },
    ...{ id: sha256(held), origin: page, createdAt: now, expiresAt },
  });
  const headers = {
    ...{ origin: addresses().embed ?? "", "sec-fetch-site": "same-origin", "x-forwarded-for": THERE },
    ...{ authorization: `Bearer ${held}`, "x-tenantry-page": page },
  };
  const body = JSON.stringify({ name: "Ana's spring", place: { selections: {} } });
  const init = { method: "POST", headers, body };
  const kept = await handleEmbed(
    portal.services,
    new Request("http://embed.local/api/embed/bookmarks/save", init),
  );
  expect(kept.status).toBe(200);
  expect(await newest("bookmark.create")).toMatchObject({
    actor: "system:embed",
    address: "198.51.100.4",
    requestId: expect.stringMatching(/^req_/),
    targetName: "Ana's spring",
  });
});

test("a sign-in says from where, and so does asking for a new password", async () => {
  const password = "a lantern over the ferry";
  const user = await makeUser(portal.services.store, { passwordHash: await hashPassword(password) });
  const [provider] = authOptions(portal.services, "http://portal.test").providers;
  const { authorize } = (provider as unknown as { options: { authorize: Authorize } }).options;
  const headers = { "x-forwarded-for": THERE };
  expect(await authorize({ email: user.email, password }, { headers })).toMatchObject({ id: user.id });
  const from = { address: "198.51.100.4", requestId: expect.stringMatching(/^req_/) };
  expect(await newest("session.create")).toMatchObject(from);

  const asked = await portal.context("", headers);
  await sendReset(asked.services, user.email);
  expect(await newest("user.request-reset")).toMatchObject({ ...from, target: user.id });
});
