import type { Page } from "@playwright/test";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { expect, test } from "../fixtures/portal";
import { rest } from "../fixtures/rest";
import { type PageToSee, testPages } from "./pages";

const DAY_MS = 86_400_000;

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

let customer: Customer;
let ids: { invoice: string; line: string };

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  customer = await applyCustomer(portal, {
    slug: "axe-billing",
    name: "Axe Billing",
    orders: 50,
    wait: true,
  });
  const startAt = new Date(Date.now() - DAY_MS).toISOString();
  await rest(portal, "/subscriptions", { tenant: customer.id, startAt, trialDays: 0, seats: 30 });
  await rest(portal, "/billing/run", {});
  const find = (sql: string, id: string) => ask<{ id: string }>(portal, sql, id)[0]?.id ?? "";
  const invoiceOf = () => find("select id from invoices where tenant_id = ?", customer.id);
  await expect.poll(invoiceOf, { timeout: 60_000 }).not.toBe("");
  const invoice = invoiceOf();
  ids = {
    invoice,
    line: find("select id from invoice_lines where invoice_id = ? order by position", invoice),
  };
});

const heading = (page: Page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible();
const region = (name: string) => (page: Page) =>
  expect(page.getByRole("region", { name, exact: true }).first()).toBeVisible();

const PAGES: PageToSee[] = [
  ["billing", () => "/billing", heading],
  ["catalogue of plans", () => "/billing/plans", region("Versions of Growth")],
  ["a version of a plan", () => "/billing/plans/growth@1", region("What it says")],
  ["a new version of a plan", () => "/billing/plans/new?from=growth%401", region("Base fee")],
  [
    "a new plan that is not right",
    () => "/billing/plans/new",
    async (page) => {
      await page.getByRole("button", { name: "Make plan", exact: true }).click();
      await expect(page.getByText("Nothing is lost.")).toBeVisible();
    },
  ],
  ["runs of billing", () => "/billing/runs?all=true", heading],
  ["coupons", () => "/billing/coupons", heading],
  ["a rehearsal of billing", () => "/billing/rehearsal", heading],
  ["refused events", () => "/billing/refused", heading],
  [
    "settings of billing",
    () => "/billing/settings",
    (page) => expect(page.getByLabel("Days after they were due")).toBeVisible(),
  ],
  [
    "a meter down to its events",
    () => `/tenants/${customer.id}/billing/usage/reload_rows`,
    region("Day by day"),
  ],
  ["plan and usage", () => `/tenants/${customer.id}/billing`, region("Usage of this period")],
  ["plans to compare", () => `/tenants/${customer.id}/billing/plans`, heading],
  ["an invoice", () => `/tenants/${customer.id}/billing/${ids.invoice}`, heading],
  [
    "how a line came about",
    () => `/tenants/${customer.id}/billing/${ids.invoice}/lines/${ids.line}`,
    heading,
  ],
];

testPages(PAGES);
