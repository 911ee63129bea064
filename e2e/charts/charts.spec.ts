import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { FLEET } from "../fixtures/fleet";
import { expectNoSidewaysScroll, open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

const sample = (page: Page, id: string) => page.getByRole("region", { name: id, exact: true });
const chart = (page: Page, id: string) => sample(page, id).getByRole("application");

async function openCharts(page: Page, state: string, only?: string): Promise<void> {
  await open(page, `/gallery/charts?state=${state}${only ? `&only=${only}` : ""}`);
  if (state !== "empty") await expect(page.locator(".chart-canvas canvas").first()).toBeVisible();
}

/** Clicks at a share of a chart's width and height. */
async function clickAt(box: Locator, x: number, y: number, modifiers: "Shift"[] = []): Promise<void> {
  const { width, height } = (await box.boundingBox()) ?? { width: 0, height: 0 };
  await box.click({ position: { x: width * x, y: height * y }, modifiers });
}

test("a click selects, a second takes back, Shift selects what lies between, a double click opens", async ({
  ownerPage: page,
}) => {
  await openCharts(page, "full", "bar");
  const box = chart(page, "bar");
  await clickAt(box, 0.3, 0.06);
  await expect(box).toHaveAccessibleName(/1 selected\.$/);
  await clickAt(box, 0.3, 0.06);
  await expect(box).not.toHaveAccessibleName(/selected/);
  await clickAt(box, 0.3, 0.06);
  await clickAt(box, 0.3, 0.42, ["Shift"]);
  await expect(box).toHaveAccessibleName(/4 selected\.$/);
  const { width = 0, height = 0 } = (await box.boundingBox()) ?? {};
  await box.dblclick({ position: { x: width * 0.3, y: height * 0.06 } });
  await expect(box).toHaveAccessibleName(/^Sales by Product/);
  await sample(page, "bar").getByRole("button", { name: "Back to Product" }).click();
  await expect(box).toHaveAccessibleName(/^Sales by Category/);
});

test("everything a pointer does is done by keys, and said", async ({ ownerPage: page }) => {
  await openCharts(page, "full", "bar");
  const box = chart(page, "bar");
  await box.focus();
  await page.keyboard.press("ArrowDown");
  await expect(sample(page, "bar").locator("[aria-live]")).toHaveText(/: Sales €.*possible, 1 of 8$/);
  await expect(sample(page, "bar").locator(".chart-tip")).toBeVisible();
  await page.keyboard.press("Space");
  await expect(box).toHaveAccessibleName(/1 selected\.$/);
  await page.keyboard.press("Enter");
  await expect(box).toHaveAccessibleName(/^Sales by Product/);
  await page.keyboard.press("Backspace");
  await expect(box).toHaveAccessibleName(/^Sales by Category/);
  await page.keyboard.press("Escape");
  await expect(sample(page, "bar").locator(".chart-tip")).toHaveCount(0);
});

test("names of the data never become markup", async ({ ownerPage: page }) => {
  await openCharts(page, "long", "bar");
  const box = chart(page, "bar");
  const hostile = sample(page, "bar").locator(".chart-tip-name", { hasText: "<img src=x" });
  await box.focus();
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    await expect(hostile).toBeVisible({ timeout: 100 });
  }).toPass();
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
});

for (const state of ["full", "selected", "empty", "long"])
  test(`${state} charts have no violation in both themes`, async ({ ownerPage: page }) => {
    await openCharts(page, state);
    await expectNoViolations(page, `charts, ${state}`, { widths: [1280], within: "main" });
  });

test("charts fit a phone", async ({ ownerPage: page }) => {
  await page.setViewportSize({ width: 375, height: 800 });
  await openCharts(page, "long");
  await expectNoSidewaysScroll(page);
});
