import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { FLEET } from "../fixtures/fleet";
import { expect, test } from "../fixtures/portal";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

const object = (page: Page, name: string) =>
  page.locator(".dash section").and(page.getByLabel(name, { exact: true }));
const list = (page: Page, field: string) => page.getByRole("listbox", { name: field });
const value = (scope: Locator, name: string) => scope.getByRole("option", { name: new RegExp(`^${name},`) });
const bar = (page: Page) => page.getByRole("toolbar", { name: "Selections" });

/** Opens the dashboard over made-up rows and waits for its figures. */
async function openDashboard(page: Page, state: string): Promise<void> {
  await page.goto(`/gallery/dashboards/${state}`);
  await expect(object(page, "Sales").first()).toContainText("€");
}

test("a click selects, repaints every object and can be stepped back", async ({ ownerPage: page }) => {
  // Wide enough for the filters to stand beside the sheet.
  await page.setViewportSize({ width: 1600, height: 900 });
  await openDashboard(page, "full");
  const sales = object(page, "Sales").first();
  const all = await sales.textContent();
  await value(list(page, "Region"), "DACH").click();
  await expect(bar(page).getByText("1 of 6")).toBeVisible();
  await expect(value(list(page, "Region"), "Nordics")).toHaveAccessibleName(/alternative/);
  await expect(sales).toContainText("of all");
  await expect(page.getByRole("status").filter({ hasText: "Region DACH selected." })).toHaveText(/of all/);
  await bar(page).getByRole("button", { name: "Step back" }).click();
  await expect(sales).toHaveText(all ?? "");
  await bar(page).getByRole("button", { name: "Step forward" }).click();
  await expect(sales).toContainText("of all");
});

test("a locked field outlives clear all", async ({ ownerPage: page }) => {
  await openDashboard(page, "selected");
  await bar(page).getByRole("button", { name: "Lock Region" }).click();
  await bar(page).getByRole("button", { name: "Clear all selections" }).click();
  await expect(bar(page).getByText("DACH, Nordics")).toBeVisible();
  await expect(bar(page).getByText("Cycling, Camping")).toBeHidden();
});

test("a list box is searched, selected and left by keyboard alone", async ({ ownerPage: page }) => {
  await openDashboard(page, "full");
  await bar(page)
    .getByRole("button", { name: /^Region/ })
    .focus();
  await page.keyboard.press("Enter");
  const search = page.getByRole("textbox", { name: "Search Region" });
  await expect(search).toBeFocused();
  await page.keyboard.type("n");
  await expect(page.getByText("4 found", { exact: true })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(bar(page).getByText("1 of 6")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(search).toBeHidden();
});

test("an object is read as a table and in full size by T and F", async ({ ownerPage: page }) => {
  await openDashboard(page, "full");
  const chart = object(page, "What sells");
  await chart.focus();
  await page.keyboard.press("t");
  await expect(chart.getByRole("columnheader", { name: "Category" })).toBeVisible();
  await page.keyboard.press("f");
  await expect(page.getByRole("dialog", { name: "What sells" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("Enter goes into an object, Escape back to it", async ({ ownerPage: page }) => {
  await openDashboard(page, "full");
  const chart = object(page, "What sells");
  await chart.focus();
  await page.keyboard.press("Enter");
  await expect(chart.getByRole("application")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(chart).toBeFocused();
});

test("figures leave as CSV", async ({ ownerPage: page }) => {
  await openDashboard(page, "full");
  const customers = object(page, "Customers");
  await customers.hover();
  await customers.getByRole("button", { name: "More for Customers" }).click();
  // Nothing makes workbooks here.
  await expect(page.getByRole("menuitem", { name: "Download Excel" })).toHaveCount(0);
  const file = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Download CSV" }).click();
  expect((await file).suggestedFilename()).toBe("sales-overview-customers.csv");
});

for (const state of ["full", "selected", "loading", "error", "empty"])
  test(`${state}: no violation in both themes and widths`, async ({ ownerPage: page }) => {
    await page.goto(`/gallery/dashboards/${state}`);
    await expect(page.locator(".dash-sheet:not([aria-busy])")).toBeVisible();
    await expectNoViolations(page, `dashboard, ${state}`, { widths: [1440, 375], within: ".dash" });
  });
