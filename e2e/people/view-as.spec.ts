import type { Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { FLEET } from "../fixtures/fleet";
import { hydrated, open } from "../fixtures/page";
import { makeOperator, makePerson, type Person } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs, signInByForm } from "../fixtures/sign-in";

test.use(FLEET);

const REASON = "Her total looks wrong, ticket 4711";

let customer: Customer;
let ines: Person;

test.beforeAll(async ({ portal }) => {
  customer = await applyCustomer(portal, { slug: "seen-house", name: "Seen House", orders: 50, wait: true });
  const email = "carla@seen.example";
  await makePerson(portal, { tenantId: customer.id, role: "admin", name: "Carla Chief", email });
  ines = await makeOperator(portal, { role: "admin", name: "Ines Ops", email: "ines@operators.example" });
});

const bar = (page: Page) => page.getByRole("region", { name: "Viewing as somebody else" });

/** Asks the portal's API to make a group, past its pages. @returns code it refuses with */
const makeGroup = (page: Page, tenantId: string) =>
  page.evaluate(
    async (json) => {
      const response = await fetch("/api/trpc/members.createGroup", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ json }),
      });
      const body = (await response.json()) as { error?: { json?: { data?: { app?: { code?: string } } } } };
      return body.error?.json?.data?.app?.code;
    },
    { tenantId, name: "Behind her back" },
  );

test("an operator sees the portal as a member, changes nothing until it is raised, and the activity names both", async ({
  page,
  portal,
}) => {
  test.slow();
  await signInAs(page, portal, ines);
  await open(page, `/tenants/${customer.id}/people`);
  await page.getByRole("button", { name: "Actions for Carla Chief" }).click();
  await page.getByRole("menuitem", { name: "View as Carla Chief…" }).click();
  await page.getByRole("button", { name: "View as this person" }).click();
  await expect(page.getByLabel("Reason")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "View as this person" }).click();

  await expect(bar(page)).toContainText("Ines Ops as Carla Chief");
  await expect(page).toHaveURL(`/tenants/${customer.id}`);
  await hydrated(page);
  await expect(bar(page)).toContainText("Read-only");
  await expect(bar(page).getByText(/^\d+:\d\d left$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Account of Carla Chief" })).toContainText("Admin");
  await expectNoViolations(page, "a tenant's page in a view");
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, `/tenants/${customer.id}/people`);
  await expect(page.getByRole("row").filter({ hasText: "Carla Chief" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite" })).toHaveCount(0);
  expect(await makeGroup(page, customer.id)).toBe("viewing.read_only");
  await open(page, "/account");
  await expect(page.getByText("This account is Carla Chief’s own")).toBeVisible();

  await bar(page).getByRole("button", { name: "Allow changes…" }).click();
  await page.getByLabel("Reason").fill("She asked for a group");
  await page.getByRole("button", { name: "Allow changes", exact: true }).click();
  await expect(bar(page)).toContainText("Can change things");
  expect(await makeGroup(page, customer.id)).toBeUndefined();

  await hydrated(page);
  await bar(page).getByRole("button", { name: "End view" }).click();
  await expect(page).toHaveURL(`/tenants/${customer.id}/people`);
  await expect(page.getByRole("button", { name: "Account of Ines Ops" })).toBeVisible();
  await expect(bar(page)).toHaveCount(0);
  await open(page, `/tenants/${customer.id}/activity`);
  const entry = page.getByRole("row").filter({ hasText: "Created a group" }).first();
  await expect(entry).toContainText("Ines Ops as Carla Chief");
  const begun = page.getByRole("row").filter({ hasText: "Viewed as a person" }).first();
  await begun.getByText("Show").click();
  await expect(begun).toContainText(REASON);
});

test("the tenant's menu asks whom to view as", async ({ page, portal }) => {
  await signInAs(page, portal, ines);
  await open(page, `/tenants/${customer.id}`);
  await page.getByRole("main").getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "View as a member…" }).click();
  await page.getByLabel("Reason").fill(REASON);
  await page.getByRole("button", { name: "View as this person" }).click();
  await expect(page.getByText("Choose somebody.")).toBeVisible();
  await page.getByRole("combobox", { name: "Member" }).fill("carla");
  await page.getByRole("option", { name: /carla@seen\.example/ }).click();
  await page.getByRole("button", { name: "View as this person" }).click();
  await expect(bar(page)).toContainText("Ines Ops as Carla Chief");
  await hydrated(page);
  await page.getByRole("button", { name: "Account of Carla Chief" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/sign-in/);
  await signInByForm(page, portal, ines);
  await expect(page.getByRole("button", { name: "Account of Ines Ops" })).toBeVisible();
});
