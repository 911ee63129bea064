import { applyCustomer, type Customer, PLANTED_SECRET } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use(FLEET);

let customer: Customer;

test.beforeAll(async ({ portal }) => {
  customer = await applyCustomer(portal, { slug: "pages", name: "Pages & Co", orders: 321, wait: true });
});

test("home counts the fleet and leads to what needs somebody", async ({ portal, ownerPage: page }) => {
  await open(page, "/");
  const sql = "select count(*) as n from tenants where kind = 'customer' and state <> 'deleted'";
  const [{ n } = { n: 0 }] = ask<{ n: number }>(portal, sql);
  const total = page.locator("main dl > div").filter({ hasText: "Tenants" }).locator("dd");
  await expect(total).toContainText(new Intl.NumberFormat("en-GB").format(n));
  const needs = page.getByRole("region", { name: "Needs you now" });
  await expect(needs.getByRole("listitem").first()).toContainText("Tenant failed");
  await needs
    .getByRole("link", { name: /^Open run/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/(runs|tenants)\//);
});

test("a template's version shows its script, sheets and who uses it", async ({ ownerPage: page }) => {
  await open(page, "/templates");
  // Other specs' templates have the same title.
  await page.locator('a[href="/templates/orders/1.0.0"]').click();
  await expect(page).toHaveURL("/templates/orders/1.0.0");
  await page.getByRole("tab", { name: "Script" }).click();
  await expect(page.getByRole("region", { name: "Load script" })).toContainText("LOAD");
  await page.getByRole("tab", { name: "Used by" }).click();
  await expect(page.getByRole("table", { name: "Apps made of this template" })).toContainText("Pages & Co");
  await page.reload();
  await expect(page.getByRole("tab", { name: "Used by" })).toHaveAttribute("aria-selected", "true");
});

test("a secret that does not work is not kept, and is never shown", async ({ portal, ownerPage: page }) => {
  await open(page, `/connections?tenant=${customer.id}&q=warehouse`);
  await page.getByRole("link", { name: /^Warehouse/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Warehouse" })).toBeVisible();
  expect(await page.content()).not.toContain(PLANTED_SECRET);
  const stored = () => ask(portal, "select secret from connections where tenant_id = ?", customer.id);
  const before = stored();
  await page.getByRole("button", { name: "Replace secret…" }).click();
  await page.getByLabel("New secret").fill("a wrong one");
  await page.getByRole("button", { name: "Test and replace" }).click();
  await expect(page.getByRole("alert")).toContainText("The old secret was kept.");
  expect(stored()).toEqual(before);
});

test("a reload is compared with the one before, table by table", async ({ ownerPage: page }) => {
  await open(page, `/reloads?tenant=${customer.id}`);
  await page
    .getByRole("table", { name: "Reloads" })
    .getByRole("link", { name: /Orders/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
  await page.getByRole("button", { name: "Reload again" }).click();
  const compared = page.getByRole("table", { name: "Compared with the reload before" });
  await expect(compared.getByRole("row").filter({ hasText: "All rows" })).toContainText("same", {
    timeout: 20_000,
  });
  await expect(page.getByRole("region", { name: "Log lines" })).toBeVisible();
});

test("ticked tenants are suspended by one run, and resumed on their page", async ({
  portal,
  ownerPage: page,
}) => {
  await open(page, "/tenants?q=Pages");
  await page.getByRole("checkbox", { name: "Choose Pages & Co" }).click();
  const bar = page.getByRole("region", { name: "Chosen tenants" });
  await bar.getByRole("button", { name: "Suspend…" }).click();
  const dialog = page.getByRole("dialog", { name: "Suspend Pages & Co?" });
  await expect(dialog).toContainText("Closes 1 app to 2 people");
  await dialog.getByLabel("Reason", { exact: true }).fill("Not paid since May");
  await dialog.getByRole("button", { name: "Suspend tenant" }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
  const state = () =>
    ask<{ state: string }>(portal, "select state from tenants where id = ?", customer.id)[0]?.state;
  await expect.poll(state).toBe("suspended");
  await open(page, `/tenants/${customer.id}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Resume" }).click();
  await expect.poll(state).toBe("active");
});

test("deleting asks for the name", async ({ ownerPage: page }) => {
  await open(page, `/tenants/${customer.id}`);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Pages & Co for ever?" });
  await expect(dialog).toContainText("2 connections with their secrets");
  const confirm = dialog.getByRole("button", { name: "Delete tenant" });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel("Type Pages & Co to confirm").fill("Pages & Co");
  await expect(confirm).toBeEnabled();
  await dialog.getByRole("button", { name: "Leave as it is" }).click();
  await expect(dialog).toBeHidden();
});
