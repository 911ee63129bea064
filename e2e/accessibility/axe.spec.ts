import type { Page } from "@playwright/test";
import { expectNoViolations, look } from "../fixtures/accessible";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { FLEET } from "../fixtures/fleet";
import { hydrated, open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";
import { type PageToSee, testPages } from "./pages";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

let well: Customer;
let broken: Customer;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  [well, broken] = await Promise.all([
    applyCustomer(portal, { slug: "axe-well", name: "Äxte & Beile", orders: 900, wait: true }),
    applyCustomer(portal, { slug: "axe-broken", name: "Broken Shop", orders: 9, withoutDiscount: true }),
  ]);
});

test("what can't be read is found in both themes, once for all that is drawn alike", async ({ page }) => {
  const rows = '<p class="row"><span>Much</span> <span style="color: #999">Some</span></p>'.repeat(9);
  await page.setContent(`<html lang="en"><title>Faint</title><main><h1>Rows</h1>${rows}</main></html>`);
  const { told } = await look(page, "light");
  expect(told.map((line) => line.replace(/:.*/, ""))).toEqual(["color-contrast"]);
  await page.evaluate(() => {
    document.querySelectorAll(".row")[5]?.setAttribute("style", "background: #ddd; color: #ccc");
  });
  expect((await look(page, "dark")).told).toHaveLength(3);
});

test("pages before sign-in", async ({ page }) => {
  await open(page, "/sign-in");
  await expectNoViolations(page, "sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Enter your password.")).toBeVisible();
  await expectNoViolations(page, "sign-in with what is missing");
});

const PAGES: PageToSee[] = [
  ["tenants", () => "/tenants", (page) => expect(page.locator("tbody tr")).toHaveCount(50)],
  [
    "tenants filtered to none",
    () => "/tenants?q=nobody",
    (page) => expect(page.getByText(/^No tenant has/)).toBeVisible(),
  ],
  [
    "tenant",
    () => `/tenants/${well.id}`,
    (page) => expect(page.getByRole("table", { name: "Apps" })).toContainText("905"),
  ],
  ["runs", () => "/runs", (page) => expect(page.locator("tbody tr").first()).toBeVisible()],
  [
    "run that succeeded",
    () => `/runs/${well.run}`,
    (page) => expect(page.getByText("All steps are done.")).toBeVisible(),
  ],
  [
    "run that failed",
    () => `/runs/${broken.run}`,
    (page) => expect(page.getByText(/^Stopped at step/)).toBeVisible({ timeout: 30_000 }),
  ],
  [
    "change of password",
    () => "/change-password",
    (page) => expect(page.getByLabel("Current password")).toBeVisible(),
  ],
  [
    "nothing at this address",
    () => "/nothing-here",
    (page) => expect(page.getByRole("link", { name: "Go to tenants" })).toBeVisible(),
  ],
  ...[
    "/settings/operators",
    "/settings/api-keys",
    "/settings/mail",
    "/settings/files",
    "/settings/network",
  ].map(
    (path): PageToSee => [
      path,
      () => path,
      (page) => expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible(),
    ],
  ),
  [
    "onboard many",
    () => "/tenants/import",
    (page) => expect(page.getByRole("heading", { name: "Onboard many" })).toBeVisible(),
  ],
  [
    "API",
    () => "/developers",
    async (page) => {
      await page.getByRole("button", { name: /POST \/tenants\/apply/ }).click();
      await expect(page.getByRole("heading", { name: "Try it" })).toBeVisible();
    },
  ],
  ["help", () => "/help", (page) => expect(page.getByText("Ready", { exact: true })).toBeVisible()],
  ...["loadScript", "customerAdmin"].map(
    (guide): PageToSee => [
      `guide, ${guide}`,
      () => `/help/${guide}`,
      (page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible(),
    ],
  ),
  [
    "command menu",
    () => "/account",
    async (page) => {
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("option").first()).toBeVisible();
    },
  ],
  ["gallery", () => "/gallery", (page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible()],
  ...["sound", "faults", "large"].map(
    (state): PageToSee => [
      `gallery, data model ${state}`,
      () => `/gallery/model?state=${state}`,
      (page) => expect(page.getByText("Orders").first()).toBeVisible(),
    ],
  ),
  ...["reloading", "failed", "succeeded", "undone", "queued"].map(
    (state): PageToSee => [
      `gallery, run ${state}`,
      () => `/gallery/runs/${state}`,
      (page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible(),
    ],
  ),
];

testPages(PAGES);

test("what opens above a page", async ({ ownerPage: page }) => {
  await open(page, "/tenants");
  await page.getByRole("button", { name: "Choose State" }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectNoViolations(page, "filter's menu");
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: /^Account of/ }).click();
  await expectNoViolations(page, "account's menu", { widths: [1280] });
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 375, height: 800 });
  await page.getByRole("button", { name: "Open menu" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectNoViolations(page, "menu of a telephone", { widths: [375] });
  await open(page, `/runs/${well.run}`);
  await page.getByRole("button", { name: "Undo run…" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectNoViolations(page, "dialog");
});

/** Whether an outline shows the focus: of the element, of what it fills, or of the box around it; null at the end. */
const focusRing = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const drawn = (style: CSSStyleDeclaration) =>
      style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
    const around = [element, element.parentElement].filter((e) => e !== null);
    const shown =
      around.some((e) => drawn(getComputedStyle(e))) || drawn(getComputedStyle(element, "::after"));
    const name = element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40);
    return { shown, what: `${element.tagName.toLowerCase()} “${name}”` };
  });

test("the focus is seen at every stop of the Tab key", async ({ ownerPage: page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  for (const path of [
    "/tenants",
    `/tenants/${well.id}`,
    "/runs",
    `/runs/${well.run}`,
    `/runs/${broken.run}`,
    "/change-password",
  ]) {
    await open(page, path);
    await hydrated(page);
    const unseen: string[] = [];
    let stops = 0;
    for (; stops < 40; stops++) {
      await page.keyboard.press("Tab");
      const ring = await focusRing(page);
      if (!ring) break;
      if (!ring.shown) unseen.push(ring.what);
    }
    expect.soft(unseen, path).toEqual([]);
    expect(stops).toBeGreaterThan(3);
  }
});
