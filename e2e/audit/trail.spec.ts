import { readFileSync } from "node:fs";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { FLEET } from "../fixtures/fleet";
import { expectNoSidewaysScroll, open } from "../fixtures/page";
import { makePerson, type Person } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

const GROUP = "Lighthouse keepers";

let customer: Customer;
let admin: Person;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  customer = await applyCustomer(portal, { slug: "told-all", name: "Told All", orders: 20, wait: true });
  const email = "tess@told-all.example";
  admin = await makePerson(portal, { tenantId: customer.id, role: "admin", name: "Tess Teller", email });
});

test("an entry names what it was done to, says from where and by which request, and is exported as JSON", async ({
  page,
  portal,
}) => {
  test.slow();
  await signInAs(page, portal, admin);
  await open(page, `/tenants/${customer.id}`);
  const status = await page.evaluate(
    async (json) => {
      const response = await fetch("/api/trpc/members.createGroup", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ json }),
      });
      return response.status;
    },
    { tenantId: customer.id, name: GROUP },
  );
  expect(status).toBe(200);

  await open(page, `/tenants/${customer.id}/activity?action=group.create`);
  const entry = page.getByRole("row").filter({ hasText: GROUP }).first();
  await expect(entry).toContainText("Created a group");
  const request = entry.getByText(/^req_\w+$/);
  await expect(request).toBeHidden();
  await entry.getByText("Show", { exact: true }).click();
  await expect(request).toBeVisible();
  await expect(entry.getByText("group.create", { exact: true })).toBeVisible();
  await expect(entry.getByText(/^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/)).toBeVisible();
  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });

  const id = (await request.textContent()) ?? "";
  await page.getByLabel("What", { exact: true }).fill(id);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`action=${id}`));
  await expect(page.getByRole("table").locator("tbody tr")).toHaveCount(1);

  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export JSON", exact: true }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.json$/);
  const lines = JSON.parse(readFileSync(await download.path(), "utf8"));
  expect(lines).toMatchObject([{ action: "group.create", targetName: GROUP, requestId: id }]);
});
