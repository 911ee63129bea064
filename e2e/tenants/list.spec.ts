import type { Page } from "@playwright/test";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { expectNoSidewaysScroll, open, rowAddresses, tabTo } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use(FLEET);

const PAGE = 50;
const list = (page: Page) => page.getByRole("table", { name: "Tenants" });
const rows = (page: Page) => list(page).locator("tbody tr");
const addresses = (page: Page) => rowAddresses(page, "Tenants");

/** Waits until the rows are those the address asks for: none of an older question are shown. */
async function settled(page: Page): Promise<void> {
  await expect(list(page).locator("..")).toHaveAttribute("aria-busy", "false");
}

async function choose(page: Page, filter: string, value: string): Promise<void> {
  await page.getByRole("button", { name: `Choose ${filter}` }).click();
  await page.getByRole("menuitemradio", { name: value }).click();
}

/** What somebody else sees who gets the address by mail. */
async function elsewhere(page: Page): Promise<string[]> {
  const other = await page.context().newPage();
  await open(other, page.url());
  await settled(other);
  const found = await addresses(other);
  await other.close();
  return found;
}

test("10,000 tenants: a page of them, and how many there are", async ({ ownerPage: page, portal }) => {
  const [count] = ask<{ n: number }>(
    portal,
    "SELECT count(*) AS n FROM tenants WHERE kind = 'customer' AND state <> 'deleted'",
  );
  expect(count?.n).toBeGreaterThanOrEqual(10_000);
  await open(page, "/tenants");
  await expect(rows(page)).toHaveCount(PAGE);
  const total = (count?.n ?? 0).toLocaleString("en-GB");
  await expect(page.getByText(`${PAGE} rows on this page, ${total} in all`)).toBeVisible();
});

test("search finds by a part of the name, and the address alone shows it again", async ({
  ownerPage: page,
  portal,
}) => {
  const found = ask<{ id: string }>(
    portal,
    "SELECT id FROM tenants WHERE name LIKE '%Fjord Books%' AND name LIKE '%99%'",
  );
  expect(found.length).toBeGreaterThan(0);
  await open(page, "/tenants");
  await page.getByRole("searchbox", { name: "Search tenants" }).fill("fjord books");
  await expect(page).toHaveURL(/[?&]q=fjord(\+|%20)books/);
  await settled(page);
  for (const text of await rows(page).locator("b").allTextContents()) expect(text).toContain("Fjord Books");
  expect(await elsewhere(page)).toEqual(await addresses(page));
  await page.getByRole("button", { name: "Clear search" }).click();
  await expect(page).not.toHaveURL(/q=/);
  await expect(rows(page)).toHaveCount(PAGE);
});

test("filters narrow the list, say how many there are, and combine", async ({ ownerPage: page, portal }) => {
  const [failed] = ask<{ n: number }>(portal, "SELECT count(*) AS n FROM tenants WHERE state = 'failed'");
  await open(page, "/tenants");
  const count = (failed?.n ?? 0).toLocaleString("en-GB");
  const views = page.getByRole("navigation", { name: "Views" });
  await views.getByRole("button", { name: new RegExp(`^Failed ?${count}$`) }).click();
  await expect(page).toHaveURL(/state=failed/);
  await settled(page);
  await expect(rows(page).filter({ hasText: "Failed" })).toHaveCount(PAGE);
  await choose(page, "Plan", "Enterprise");
  await expect(page).toHaveURL(/state=failed&plan=enterprise/);
  await settled(page);
  const both = ask<{ id: string }>(
    portal,
    "SELECT id FROM tenants WHERE state = 'failed' AND plan = 'enterprise@1'",
  );
  await expect(rows(page)).toHaveCount(Math.min(PAGE, both.length));
  for (const address of await addresses(page))
    expect(both.map(({ id }) => `/tenants/${id}`)).toContain(address);
  expect(await elsewhere(page)).toEqual(await addresses(page));
  await page.getByRole("button", { name: "Remove filter State" }).click();
  await expect(page).toHaveURL(/\?plan=enterprise/);
});

test("a column's head sorts up and down", async ({ ownerPage: page }) => {
  await open(page, "/tenants");
  const head = list(page).getByRole("columnheader", { name: "Created" });
  for (const [direction, sign] of [
    ["ascending", 1],
    ["descending", -1],
  ] as const) {
    await head.getByRole("button").click();
    await expect(head).toHaveAttribute("aria-sort", direction);
    await expect(page).toHaveURL(direction === "ascending" ? /sort=created$/ : /sort=created&dir=desc/);
    await settled(page);
    const days = await rows(page)
      .locator("td:last-child time")
      .evaluateAll((all) => all.map((time) => Date.parse(time.getAttribute("datetime") ?? "")));
    expect(days).toHaveLength(PAGE);
    expect(days).toEqual([...days].sort((a, b) => sign * (a - b)));
    expect(await elsewhere(page)).toEqual(await addresses(page));
  }
});

test("pages go on and back without a row missing or twice", async ({ ownerPage: page, portal }) => {
  await open(page, "/tenants?state=suspended&sort=created");
  const wanted = ask<{ id: string }>(
    portal,
    "SELECT id FROM tenants WHERE state = 'suspended' ORDER BY created_at, id",
  ).map(({ id }) => `/tenants/${id}`);
  const pager = page.getByRole("navigation", { name: "Pages" });
  const walked: string[][] = [];
  for (let i = 0; i < 3; i++) {
    await settled(page);
    walked.push(await addresses(page));
    expect(await elsewhere(page)).toEqual(walked[i]);
    const before = page.url();
    await pager.getByRole("button", { name: "Next" }).click();
    await expect(page).not.toHaveURL(before);
  }
  expect(walked.flat()).toEqual(wanted.slice(0, 3 * PAGE));
  await settled(page);
  for (const earlier of walked.toReversed()) {
    await pager.getByRole("button", { name: "Previous" }).click();
    await expect.poll(() => addresses(page)).toEqual(earlier);
  }
  await expect(pager.getByRole("button", { name: "Previous" })).toBeDisabled();
  await page.goBack();
  await expect.poll(() => addresses(page)).toEqual(walked[1]);
});

test("filters that match nothing say so in words and can be cleared", async ({ ownerPage: page }) => {
  await open(page, "/tenants?q=nobody-has-this&state=failed");
  await expect(
    page.getByText("No tenant has “nobody-has-this” in its name, slug or id and state Failed."),
  ).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Tenant" })).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).last().click();
  await expect(page).toHaveURL(/\/tenants$/);
  await expect(rows(page)).toHaveCount(PAGE);
  await expect(page.getByRole("searchbox")).toHaveValue("");
});

test("a click anywhere in a row opens the tenant; back shows the same rows", async ({ ownerPage: page }) => {
  await open(page, "/tenants?state=suspended");
  const [first] = await addresses(page);
  await rows(page).first().locator("td").nth(2).click();
  await expect(page).toHaveURL(first ?? "");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/state=suspended/);
  await expect.poll(async () => (await addresses(page))[0]).toBe(first);
});

test("by keyboard alone: past the menu, search, filter, sort, next page, open", async ({
  ownerPage: page,
}) => {
  await open(page, "/tenants");
  await tabTo(page, page.getByRole("link", { name: "Skip to content" }), 1);
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("searchbox", { name: "Search tenants" }));
  await page.keyboard.type("toys");
  await expect(page).toHaveURL(/q=toys/);
  await tabTo(page, page.getByRole("button", { name: "Choose State" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitemradio", { name: "Draft" })).toBeFocused();
  await page.keyboard.type("Act");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/state=active/);
  await tabTo(page, list(page).getByRole("columnheader", { name: "Created" }).getByRole("button"));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/sort=created/);
  await settled(page);
  await tabTo(page, page.getByRole("button", { name: "Next" }), 2 * PAGE + 10);
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/cursor=/);
  await settled(page);
  await open(page, page.url());
  await tabTo(page, rows(page).first().getByRole("link"));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/tenants\/ten_/);
});

test.describe("on a telephone", () => {
  test.use({ viewport: { width: 375, height: 740 }, hasTouch: true });

  test("rows are cards of the window's width", async ({ ownerPage: page }) => {
    await open(page, "/tenants?state=failed");
    await expectNoSidewaysScroll(page);
    await expect(rows(page)).toHaveCount(PAGE);
    const box = await rows(page).first().boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(375);
    await expect(rows(page).first()).toContainText("The database refused the password.");
    await expect(list(page).getByRole("button", { name: "Created" })).not.toBeInViewport();
    await rows(page).first().tap();
    await expect(page).toHaveURL(/\/tenants\/ten_/);
  });
});
