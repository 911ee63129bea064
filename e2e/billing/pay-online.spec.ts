import { join } from "node:path";
import type { Page } from "@playwright/test";
import { makeInvoice, makeSubscription, makeTenant } from "@/db/factories";
import { openSqliteStore } from "@/db/store.sqlite";
import { type FakeStripe, startFakeStripe } from "../../server/billing/testing/fake-stripe";
import { expectNoViolations } from "../fixtures/accessible";
import { open } from "../fixtures/page";
import { makePerson } from "../fixtures/people";
import { expect, signIn, test } from "../fixtures/portal";
import { type RunningPortal, startPortal } from "../fixtures/running-portal";
import { signInAs } from "../fixtures/sign-in";

// A portal of its own, which takes the fake for Stripe.
test.use({ baseURL: "http://localhost", contextOptions: { reducedMotion: "reduce" } });

let fake: FakeStripe;
let portal: RunningPortal;
let invoice: string;
let tenant: string;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  fake = await startFakeStripe();
  const env = { TENANTRY_STRIPE_URL: fake.url };
  portal = await startPortal({ sample: "off", env });
  fake.webhook = `${portal.url}/api/payments/stripe`;
  const store = await openSqliteStore(join(portal.data, "tenantry.db"), { migrated: true });
  tenant = (await makeTenant(store, { name: "Payer Ltd" })).id;
  const subscription = await makeSubscription(store, { tenantId: tenant });
  const of = { tenantId: tenant, subscriptionId: subscription.id, dueAt: new Date(Date.now() + 86_400_000) };
  invoice = (await makeInvoice(store, of)).id;
  await store.close();
});

test.afterAll(async () => {
  await portal?.stop();
  await fake?.stop();
});

async function setUpStripe(page: Page): Promise<void> {
  await open(page, `${portal.url}/billing/settings`);
  await page.getByRole("button", { name: "Stripe", exact: true }).click();
  await page.getByLabel("Secret key", { exact: true }).fill("sk_test_browser");
  await page.getByLabel("Signing secret", { exact: true }).fill(fake.webhookSecret);
  await page.getByRole("button", { name: "Save payments" }).click();
  await page.getByRole("button", { name: "Check the connection" }).click();
  await expect(page.getByText("The key opens the account Fake Ltd.")).toBeVisible();
  await expectNoViolations(page, "how invoices are paid");
}

test("an owner connects Stripe; an admin saves a card and pays an invoice on its page, and sees it paid", async ({
  page,
  context,
}) => {
  test.slow();
  await signIn(page, portal);
  await setUpStripe(page);
  await context.clearCookies();
  const person = { tenantId: tenant, role: "admin", name: "Ada Admin", email: "ada@payer.example" } as const;
  await signInAs(page, portal, await makePerson(portal, person));

  await open(page, `${portal.url}/tenants/${tenant}/billing`);
  await page.getByRole("button", { name: "Save a way to pay" }).click();
  await page.getByRole("button", { name: "Save card" }).click();
  await expect(page.getByText("Visa •••• 4242")).toBeVisible();
  await expectNoViolations(page, "a saved way to pay");

  const bill = `${portal.url}/tenants/${tenant}/billing/${invoice}`;
  await open(page, bill);
  await page.getByRole("button", { name: "Pay now" }).click();
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(page.getByText("Paid. Thank you.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Pay now" })).toHaveCount(0);
  const payments = page.getByRole("region", { name: "Payments" });
  await expect(payments).toContainText("Paid online");
  await expect(payments).toContainText("Received");
  await expectNoViolations(page, "an invoice that is paid");
  expect([...fake.world.intents.values()].map((one) => one.amount_received)).toEqual([119_00]);
});
