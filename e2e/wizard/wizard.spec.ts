import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { makeNorthwindSqlite } from "../../db/fixtures/northwind/make";
import { northwindTemplate } from "../../db/fixtures/northwind/tenants";
import { importTemplate } from "../fixtures/apply";
import { FLEET } from "../fixtures/fleet";
import { expectNoSidewaysScroll, open, tabTo } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use(FLEET);

let database: string;

test.beforeAll(async ({ portal }) => {
  const folder = `${portal.data}-wizard`;
  mkdirSync(folder, { recursive: true });
  database = join(folder, "camel.db");
  makeNorthwindSqlite(database, "camel");
  await importTemplate(portal, northwindTemplate());
});

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const saved = (page: Page) => expect(page.locator("[data-state=saved]")).toBeVisible();

async function describeTenant(page: Page, name: string): Promise<void> {
  await open(page, "/tenants/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await saved(page);
  await page.getByRole("button", { name: "Continue to templates" }).click();
  await page.getByRole("checkbox", { name: "Northwind trading" }).click();
  await page.getByRole("button", { name: "Continue to connections" }).click();
  await expect(heading(page, /Where are the data/)).toBeFocused();
}

test("a tenant is created from the first word to its run, with an error in place and a pause in the middle", async ({
  ownerPage: page,
}) => {
  test.slow();
  await open(page, "/tenants/new");
  await page.getByRole("button", { name: "Continue to templates" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await describeTenant(page, "Camel Traders");
  await expect(page).toHaveURL(/\/tenants\/new\/ten_[^?]+\?step=connections/);

  await page.getByRole("radio", { name: "SQLite" }).click();
  await page.getByRole("textbox", { name: "File" }).fill(`${database}.gone`);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("Connection does not work")).toBeVisible();
  await page.getByRole("textbox", { name: "File" }).fill(database);
  await page.getByRole("button", { name: /^Test/ }).click();
  await expect(page.getByText("Connection works")).toBeVisible();
  await saved(page);

  // Closed and taken up again: nothing is asked twice.
  const address = page.url();
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page).toHaveURL(/\/tenants$/);
  await open(page, address);
  await expect(page.getByRole("textbox", { name: "File" })).toHaveValue(database);

  await page.getByRole("button", { name: "Continue to people" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "do not fit yet" })).toBeVisible();
  await page.getByRole("button", { name: "Use suggestions" }).click();
  await expect(page.getByText("8 tables fit")).toBeVisible();
  await expect(page.getByText("In the source", { exact: true })).toBeVisible();
  const table = page.getByRole("list", { name: "Schema check" }).getByRole("listitem").first();
  await table.getByRole("button", { expanded: false }).first().click();
  await expect(page.getByTestId("row-count")).not.toHaveText("0");
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByRole("combobox", { name: "Column", exact: true }).fill("ship_country");
  await page.getByRole("option", { name: /ship_country/ }).click();
  await page.getByLabel("Value", { exact: true }).fill("Germany");
  await expect(page.getByText(/rows will be copied, .* of/)).toBeVisible();
  await page.getByRole("button", { name: "Show the first 20 rows" }).click();
  const preview = page.getByRole("region", { name: "First rows" });
  await expect(preview.getByRole("row")).toHaveCount(21);
  await expect(preview.getByRole("cell", { name: "Germany" })).toHaveCount(20);

  await page.getByRole("button", { name: "Continue to people" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ida Solberg");
  await page.getByLabel("E-mail").fill("ida@camel.example");
  await page.goBack();
  await expect(heading(page, /Where are the data/)).toBeVisible();
  await page.goForward();
  await expect(page.getByLabel("E-mail")).toHaveValue("ida@camel.example");
  await page.getByRole("button", { name: "Continue to review" }).click();
  await expect(page.getByText("8 of 8 tables fit")).toBeVisible();
  await expect(page.getByText("slug: camel-traders")).toBeVisible();
  await page.getByRole("button", { name: "Create Camel Traders" }).dblclick();
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByRole("heading", { level: 1, name: "Set up Camel Traders" })).toBeVisible();
});

test("by keyboard alone, from the first word to a selection in the new dashboard", async ({
  ownerPage: page,
}) => {
  test.slow();
  await open(page, "/tenants/new");
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.type("Keys Only");
  await saved(page);
  await tabTo(page, page.getByRole("button", { name: "Continue to templates" }));
  await page.keyboard.press("Enter");
  await expect(heading(page, "What does the customer get?")).toBeFocused();
  await tabTo(page, page.getByRole("checkbox", { name: "Northwind trading" }));
  await page.keyboard.press("Space");
  await saved(page);
  await tabTo(page, page.getByRole("button", { name: "Continue to connections" }));
  await page.keyboard.press("Enter");
  await expect(heading(page, /Where are the data/)).toBeFocused();
  await tabTo(page, page.getByRole("radio", { name: "SQLite" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("textbox", { name: "File" }));
  await page.keyboard.type(database);
  await tabTo(page, page.getByRole("button", { name: "Test connection" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Connection works")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Use suggestions" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("8 tables fit")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Continue to people" }));
  await page.keyboard.press("Enter");
  await expect(heading(page, /Who may sign in/)).toBeFocused();
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.type("Kit Keyes");
  await tabTo(page, page.getByLabel("E-mail"), 1);
  await page.keyboard.type("kit@keys.example");
  await tabTo(page, page.getByRole("button", { name: "Continue to review" }));
  await page.keyboard.press("Enter");
  await expect(heading(page, "Review and create")).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Create Keys Only" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByText("All steps are done.")).toBeVisible({ timeout: 60_000 });

  await tabTo(page, page.getByRole("link", { name: "Open tenant" }));
  await page.keyboard.press("Enter");
  await expect(heading(page, "Keys Only")).toBeVisible();
  await tabTo(page, page.getByRole("link", { name: "Northwind trading", exact: true }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("tab", { name: "Dashboard", exact: true }), 90);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const preview = page.frameLocator("tenantry-app iframe");
  const sheet = preview.getByRole("button", { name: "Trading", exact: true });
  await expect(sheet).toBeVisible();
  await tabTo(page, sheet, 90);
  await page.keyboard.press("Enter");
  const bar = preview.getByRole("toolbar", { name: "Selections" });
  const country = bar.getByRole("button", { name: /^Country/ });
  await expect(country).toBeVisible();
  await tabTo(page, country);
  await page.keyboard.press("Enter");
  await expect(preview.getByRole("textbox", { name: "Search Country" })).toBeFocused();
  await page.keyboard.type("germ");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(bar.getByText(/^1 of \d+$/)).toBeVisible();
});

test("a draft is discarded with what it holds, and fits a phone", async ({ ownerPage: page }) => {
  await page.setViewportSize({ width: 375, height: 740 });
  await describeTenant(page, "Short Lived");
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Discard draft" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard draft" }).click();
  await expect(page).toHaveURL(/\/tenants$/);
  await open(page, "/tenants?q=short-lived");
  await expect(page.getByText("Short Lived")).toHaveCount(0);
});
