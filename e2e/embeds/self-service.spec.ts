import type { Browser, Page } from "@playwright/test";
import { freePort } from "../../server/setup/checks.mjs";
import { type HostKey, runEmbedHost, type SampleApp, sampleApp } from "../fixtures/embed-host";
import { open } from "../fixtures/page";
import { makePerson, type Person } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

/** The host is http://127.0.0.1, the embed http://localhost: two sites, and third-party cookies are blocked. */

let app: SampleApp;
let admin: Person;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(150_000);
  app = await sampleApp(portal);
  const email = "chief@embeds.example";
  admin = await makePerson(portal, { tenantId: app.tenantId, role: "admin", name: "Chris Chief", email });
});

const part = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
/** Also while a dialog covers the list. */
const keyRow = (page: Page, kid: string) => page.locator("main li").filter({ hasText: kid });

/** Takes the private half that is shown once to the host's server. */
async function takeKey(page: Page): Promise<HostKey> {
  const dialog = page.getByRole("dialog", { name: /^Private key of/ });
  const pem = (await dialog.getByTestId("private-key").textContent()) ?? "";
  expect(pem).toContain("BEGIN PRIVATE KEY");
  const kid = (await dialog.getByText(/^emk_\w+$/).textContent()) ?? "";
  await expect(keyRow(page, kid)).toBeAttached();
  await page.keyboard.press("Escape");
  await expect(dialog, "is not lost by accident, and not when the list changes below it").toBeVisible();
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(dialog).toHaveCount(0);
  expect(await page.content()).not.toContain(pem.split("\n")[1]);
  return { kid, pem };
}

/** What a reader of the host's page gets. */
async function readerSees(browser: Browser, url: string, words: RegExp): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await expect(page.frameLocator("tenantry-app iframe").locator("body")).toContainText(words);
  expect(await context.cookies(), "no cookie was needed").toEqual([]);
  await context.close();
}

test("an admin of the tenant sets up embeds, changes the key without a gap and takes it away, without the vendor", async ({
  page,
  portal,
  browser,
}) => {
  test.slow();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const dashboard = /Region/;
  await signInAs(page, portal, admin);
  await open(page, "/");
  await page.getByRole("main").getByRole("link", { name: "Embeds", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Embeds" })).toBeVisible();

  await part(page, "Allowed origins").getByRole("button", { name: "Add" }).first().click();
  const field = page.getByLabel("Origin", { exact: true });
  for (const [wrong, why] of [
    ["http://office.example.com", "encrypted"],
    [portal.url, "where dashboards come from"],
  ] as const) {
    await field.fill(wrong);
    await field.press("Enter");
    await expect(part(page, "Allowed origins").getByRole("alert")).toContainText(why);
    await expect(field).toHaveValue(wrong);
  }
  await field.fill(origin);
  await field.press("Enter");
  await expect(page.getByRole("button", { name: `Remove ${origin}` })).toBeVisible();

  await part(page, "Keys").getByRole("button", { name: "Add" }).click();
  await page.getByRole("button", { name: "Add the key" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Name", { exact: true }).fill("production");
  await page.getByRole("button", { name: "Add the key" }).click();
  const first = await takeKey(page);
  await expect(keyRow(page, first.kid)).toContainText("in use");

  let host = await runEmbedHost(portal, app, { ...first, port });
  await readerSees(browser, origin, dashboard);

  await page.getByRole("button", { name: "Rotate production, in use" }).click();
  await page.getByRole("button", { name: "Make the new key" }).click();
  const second = await takeKey(page);
  await expect(keyRow(page, first.kid)).toContainText(/until \d/);
  await expect(keyRow(page, second.kid)).toContainText("in use");
  await readerSees(browser, origin, dashboard);
  host.stop();
  host = await runEmbedHost(portal, app, { ...second, port });
  await readerSees(browser, origin, dashboard);

  await keyRow(page, second.kid)
    .getByRole("button", { name: /^Revoke/ })
    .click();
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await expect(keyRow(page, second.kid)).toContainText(/revoked \d/);
  await readerSees(browser, origin, /cannot be shown here/);
  host.stop();

  await open(page, `/tenants/${app.tenantId}/activity`);
  for (const done of [
    "Allowed an origin",
    "Added a token key",
    "Replaced a token key",
    "Revoked a token key",
  ])
    await expect(page.getByRole("table")).toContainText(done);
});
