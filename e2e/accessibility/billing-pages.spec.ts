import type { Page } from "@playwright/test";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { FLEET } from "../fixtures/fleet";
import { expect, test } from "../fixtures/portal";
import { type PageToSee, testPages } from "./pages";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

let customer: Customer;

test.beforeAll(async ({ portal }) => {
  customer = await applyCustomer(portal, {
    slug: "axe-billing",
    name: "Axe Billing",
    orders: 50,
    wait: true,
  });
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
];

testPages(PAGES);
