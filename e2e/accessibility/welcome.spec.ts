import type { Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { FLEET } from "../fixtures/fleet";
import { open, whollyHydrated } from "../fixtures/page";
import { makePerson, type Person } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

let customer: Customer;
let admin: Person;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  customer = await applyCustomer(portal, {
    slug: "axe-welcome",
    name: "Wren & Sons",
    orders: 60,
    wait: true,
  });
  const email = "wren@axe-welcome.example";
  admin = await makePerson(portal, { tenantId: customer.id, role: "admin", name: "Wren Admin", email });
});

const SEEN: [title: string, ready: (page: Page) => Promise<void>][] = [
  [
    "Check your connection",
    (page) => expect(page.getByRole("region", { name: "Connections" }).getByRole("listitem")).toHaveCount(2),
  ],
  ["Invite people", (page) => expect(page.getByRole("region", { name: "People" })).toContainText("Wren")],
  ["Make it look like you", (page) => expect(page.getByLabel("Colour", { exact: true })).toBeVisible()],
  [
    "Look at your first app",
    (page) => expect(page.getByRole("link", { name: "Open app", exact: true })).toBeVisible(),
  ],
];

test("each of a customer admin's first steps", async ({ page, portal }) => {
  test.setTimeout(120_000);
  await signInAs(page, portal, admin);
  await open(page, `/tenants/${customer.id}/welcome`);
  const steps = page.getByRole("navigation", { name: "First steps" });
  for (const [title, ready] of SEEN) {
    await steps.getByRole("button", { name: title }).click();
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await ready(page);
    await whollyHydrated(page);
    await expectNoViolations(page, `first steps, ${title}`);
  }
});
