import type { Page } from "@playwright/test";
import { northwindTemplate } from "../../db/fixtures/northwind/tenants";
import { importTemplate } from "../fixtures/apply";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open, whollyHydrated } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use(FLEET);

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const saved = (page: Page) => expect(page.locator("[data-state=saved]")).toBeVisible();

test.beforeAll(async ({ portal }) => {
  await importTemplate(portal, northwindTemplate());
});

test("two people describe one tenant: the later one is told, and loads what the first one wrote", async ({
  ownerPage: first,
  context,
}) => {
  await open(first, "/tenants/new");
  await first.getByLabel("Name", { exact: true }).fill("Shared draft");
  await saved(first);
  const second = await context.newPage();
  await open(second, first.url());
  await first.getByLabel("Region").fill("eu-north");
  await saved(first);
  await second.getByLabel("Name", { exact: true }).fill("Mine instead");
  await expect(second.getByText(/Somebody else changed this draft/)).toBeVisible();
  await second.getByRole("button", { name: "Load their version" }).click();
  await expect(second.getByLabel("Name", { exact: true })).toHaveValue("Shared draft");
  await expect(second.getByLabel("Region")).toHaveValue("eu-north");
  await second.close();
});

test("a logo is shown as it was sent, and a file that is none is refused by name", async ({
  ownerPage: page,
}) => {
  await open(page, "/tenants/new");
  await page.getByLabel("Name", { exact: true }).fill("With a logo");
  await saved(page);
  const file = page.locator("input[type=file]");
  await file.setInputFiles({ name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") });
  await expect(page.getByRole("alert").filter({ hasText: "plain file name" })).toBeVisible();
  await file.setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: PIXEL });
  const picture = page.locator("main img[src^='/api/uploads/']").first();
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(1);
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(picture).toBeHidden();
});

test("leaving with a secret that is kept nowhere is asked about; a kept one is never shown", async ({
  ownerPage: page,
  portal,
}) => {
  await open(page, "/tenants/new");
  await page.getByLabel("Name", { exact: true }).fill("With a secret");
  await saved(page);
  await page.getByRole("button", { name: "Continue to templates" }).click();
  await page.getByRole("checkbox", { name: "Northwind trading" }).click();
  await page.getByRole("button", { name: "Continue to connections" }).click();
  await page.getByRole("radio", { name: "PostgreSQL" }).click();
  await page.getByLabel("Host", { exact: true }).fill("127.0.0.1");
  await page.getByLabel("Database", { exact: true }).fill("none");
  await page.getByLabel("User", { exact: true }).fill("reader");
  await page.getByLabel("Password", { exact: true }).fill("planted-Draft-77aa");
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("alertdialog", { name: "Leave without saving?" })).toBeVisible();
  await page.getByRole("button", { name: "Stay here" }).click();
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("Connection does not work")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("button", { name: "Replace…" })).toBeVisible();
  await page.reload();
  await whollyHydrated(page);
  await expect(page.getByRole("button", { name: "Replace…" })).toBeVisible();
  expect(await page.content()).not.toContain("planted-Draft-77aa");
  expect(portal.output()).not.toContain("planted-Draft-77aa");
  await page.getByRole("button", { name: "Replace…" }).click();
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
});

test("a save whose answer is lost is tried again by itself: no second draft, no conflict with oneself; an ended session is opened again beside it", async ({
  ownerPage: page,
  portal,
  context,
  ownerCookies,
}) => {
  await open(page, "/tenants/new");
  const name = page.getByLabel("Name", { exact: true });
  for (const [verb, typed] of [
    ["start", "Lost answer"],
    ["save", "Lost answer, kept all the same"],
  ]) {
    await page.route(`**/api/trpc/drafts.${verb}**`, async (route) => {
      await route.fetch();
      await route.fulfill({ contentType: "text/html", body: "<h1>Bad gateway</h1>" });
    });
    await name.fill(typed ?? "");
    await expect(page.getByText(/not saved yet. The portal did not answer/)).toBeVisible();
    await page.unroute(`**/api/trpc/drafts.${verb}**`);
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await saved(page);
  }
  const drafts = ask<{ name: string }>(portal, "SELECT name FROM tenants WHERE name LIKE 'Lost answer%'");
  expect(drafts).toEqual([{ name: "Lost answer, kept all the same" }]);

  await context.clearCookies();
  await name.fill("Session ended");
  await expect(page.getByRole("link", { name: "Sign in again" })).toBeVisible();
  await context.addCookies(ownerCookies);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await saved(page);
  await page.reload();
  await expect(name).toHaveValue("Session ended");
});
