import { afterEach, beforeEach, expect, test } from "vitest";
import { makeSubscription, makeTenant } from "@/db/factories";
import type { Context, Services } from "@/server/shared/context";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { type FakeStripe, startFakeStripe } from "../testing/fake-stripe";
import { changePaymentSettings } from "./keys";
import { stripePayments } from "./stripe/provider";
import { checkWayToPay, getWayToPay, saveWayToPay } from "./way";

let fake: FakeStripe;
let services: Services;
let admin: Context;
let tenant: string;

beforeEach(async () => {
  fake = await startFakeStripe();
  services = {
    ...(await testServices()),
    payments: (keys) => stripePayments(keys, { origin: fake.url, retries: 0, timeoutMs: 2000 }),
  };
  tenant = (await makeTenant(services.store)).id;
  admin = as(services, memberOf(tenant, "admin"));
  await makeSubscription(services.store, { tenantId: tenant });
  await changePaymentSettings(as(services, operator()), {
    ...{ provider: "stripe", secretKey: "sk_test_1234", webhookSecret: "whsec_fake" },
  });
});

afterEach(() => fake.stop());

const save = async () => (await saveWayToPay(admin, { tenant })).url;
const complete = (url: string) => fake.world.complete(url.split("/").at(-1) ?? "");
const pages = () => [...fake.world.sessions.values()];
const audited = async () => {
  const { auditEntries: audit } = services.store.tables;
  const rows = await services.store.read.select({ action: audit.action }).from(audit);
  return rows.filter((row) => row.action === "payment.save-method").length;
};

test("asked for many times at once there is one page, and what is saved on it is kept", async () => {
  const urls = await Promise.all(Array.from({ length: 5 }, save));
  expect(new Set(urls).size).toBe(1);
  expect(pages()).toHaveLength(1);
  complete(urls[0] ?? "");
  expect((await checkWayToPay(admin, { tenant })).method).toMatchObject({ last4: "4242" });
});

test("a page that is open is given again; one that is over makes room for another, one at a time", async () => {
  const first = await save();
  expect(await save()).toBe(first);
  fake.world.expireSession(first.split("/").at(-1) ?? "");
  const next = await Promise.all([save(), save(), save()]);
  expect(new Set(next).size).toBe(1);
  expect(next[0]).not.toBe(first);
  expect(pages().filter((page) => page.status === "open")).toHaveLength(1);
});

test("what was saved on a page is kept before another is opened, and twice at once is kept once", async () => {
  complete(await save());
  await Promise.all([checkWayToPay(admin, { tenant }), checkWayToPay(admin, { tenant }), save()]);
  const { method, saving } = await getWayToPay(admin, { tenant });
  expect([method?.last4, saving, await audited()]).toEqual(["4242", true, 1]);
});

test("where the provider's answer was lost, the page it opened is the one that is given", async () => {
  fake.fault = (call) => (call === "POST /v1/checkout/sessions" ? "drop-after" : null);
  await expect(save()).rejects.toMatchObject({ code: "payments.unreachable" });
  fake.fault = () => null;
  await save();
  expect(pages()).toHaveLength(1);
});
