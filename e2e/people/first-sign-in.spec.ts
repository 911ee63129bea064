import type { Browser, Page } from "@playwright/test";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { hydrated, open } from "../fixtures/page";
import { makePerson } from "../fixtures/people";
import { test, expect as withinFiveSeconds } from "../fixtures/portal";
import { rest } from "../fixtures/rest";
import { signInAs } from "../fixtures/sign-in";

test.use(FLEET);

const expect = withinFiveSeconds.configure({ timeout: 20_000 });
const PASSWORD = "nine plovers along a low tide";

let customer: Customer;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  customer = await applyCustomer(portal, {
    slug: "first-day",
    name: "Plover Stores",
    orders: 60,
    wait: true,
  });
});

const home = () => `/tenants/${customer.id}`;
const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });
const card = (page: Page) => page.getByRole("region", { name: "First steps" });

/** Somebody's own browser. */
async function ownBrowser(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, locale: "en-GB", reducedMotion: "reduce" });
  return context.newPage();
}

/** The operator invites the admin the vendor described, and hands the link over. */
async function invited(page: Page): Promise<string> {
  await open(page, home());
  await page.getByRole("region", { name: "People" }).getByRole("button", { name: "Invite" }).click();
  const link = (await page.getByTestId("secret").textContent()) ?? "";
  await page.getByRole("button", { name: "I have kept it" }).click();
  return link;
}

test("an invited admin is led through the first steps once, skips, leaves, and comes back where they were", async ({
  ownerPage,
  browser,
  portal,
}) => {
  test.setTimeout(180_000);
  const page = await ownBrowser(browser, portal.url);
  await page.goto(await invited(ownerPage));
  await hydrated(page);
  await page.getByLabel("Your name").fill("Robin Admin");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Join", exact: true }).click();

  await test.step("they open by themselves, with nothing ticked that the vendor did", async () => {
    await expect(page).toHaveURL(new RegExp(`${home()}/welcome`));
    await expect(title(page, "Check your connection")).toBeVisible();
    await hydrated(page);
    await expect(page.getByRole("navigation", { name: "First steps" })).not.toContainText("(done)");
  });

  await test.step("the connection is tested in place", async () => {
    const shop = page.getByRole("region", { name: "Connections" }).getByRole("listitem");
    await shop.filter({ hasText: "Shop" }).getByRole("button", { name: "Test connection" }).click();
    await expect(page.getByText(/^Answered in/)).toBeVisible();
    await page.getByRole("button", { name: "Continue", exact: true }).click();
  });

  await test.step("a step is skipped, the next one left", async () => {
    await expect(title(page, "Invite people")).toBeVisible();
    await page.getByRole("button", { name: "Skip this step", exact: true }).click();
    await expect(title(page, "Make it look like you")).toBeVisible();
    await page.getByRole("link", { name: "Leave for now", exact: true }).click();
    await expect(page).toHaveURL(`${portal.url}${home()}`);
    await expect(card(page)).toContainText("1 of 4 done");
    await expect(card(page).getByRole("listitem").filter({ hasText: "Invite people" })).toContainText(
      "skipped",
    );
  });

  await test.step("they do not open again, and the card leads back to what is left", async () => {
    await open(page, home());
    await expect(card(page)).toBeVisible();
    await card(page).getByRole("link", { name: "Go on", exact: true }).click();
    await expect(title(page, "Make it look like you")).toBeVisible();
    await hydrated(page);
    await page.getByLabel("Colour", { exact: true }).fill("#0a5c36");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await expect(title(page, "Look at your first app")).toBeVisible();
    await expect(page.getByRole("button", { name: /Look at your first app.*\(done\)/ })).toBeVisible();
    await page.getByRole("button", { name: "To your overview", exact: true }).click();
    await expect(card(page)).toContainText("3 of 4 done");
  });
  await page.context().close();
});

test("a suspended tenant tells its people why and whom to ask, and offers nothing that is closed", async ({
  page,
  portal,
}) => {
  test.setTimeout(120_000);
  const email = "kit@first-day.example";
  const viewer = await makePerson(portal, {
    ...{ tenantId: customer.id, role: "viewer" as const, name: "Kit Viewer", email },
  });
  const state = () =>
    ask<{ state: string }>(portal, "select state from tenants where id = ?", customer.id)[0]?.state;
  await rest(portal, `${home()}/suspend`, {});
  await expect.poll(state).toBe("suspended");
  await signInAs(page, portal, viewer);
  await open(page, home());
  await expect(page.getByText("Plover Stores is closed for now.")).toBeVisible();
  await expect(page.getByText(/Ask one of your admins/)).toBeVisible();
  await expect(page.getByRole("table", { name: "Apps" })).toHaveCount(0);
  await expect(page.locator("main").locator(`a[href^="${home()}/apps/"]`)).toHaveCount(0);
  await rest(portal, `${home()}/resume`, {});
  await expect.poll(state).toBe("active");
  await open(page, home());
  await expect(page.getByRole("table", { name: "Apps" })).toBeVisible();
});
