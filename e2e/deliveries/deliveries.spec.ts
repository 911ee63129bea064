import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { ROOT } from "../../server/setup/paths.mjs";
import { expectNoViolations } from "../fixtures/accessible";
import { importTemplate } from "../fixtures/apply";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { makePerson, type Person } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import type { RunningPortal } from "../fixtures/running-portal";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

let customer: Customer;
let viewer: Person;
let app: string;

/** A template like that of the other customers, with one sheet. */
async function importMailed(portal: RunningPortal): Promise<void> {
  const folder = join(`${portal.data}-mailed-template`);
  const from = join(ROOT, "e2e/fixtures/orders");
  mkdirSync(join(folder, "sheets"), { recursive: true });
  copyFileSync(join(from, "script.qvs"), join(folder, "script.qvs"));
  const manifest = readFileSync(join(from, "template.yaml"), "utf8")
    .replace("id: orders", "id: mailed")
    .replace(
      /measures:\n.*\n/,
      "measures:\n  - { name: amount, expression: Sum(Amount), label: amount, format: integer, better: higher }\n",
    );
  writeFileSync(join(folder, "template.yaml"), manifest);
  const objects = [
    { id: "figure", kind: "kpi", at: [0, 0, 6, 4], title: "How much is sold", measure: "amount" },
  ];
  writeFileSync(
    join(folder, "sheets", "overview.yaml"),
    stringify({ sheet: "overview", format: 1, title: "Overview", objects }),
  );
  await importTemplate(portal, folder);
}

test.beforeAll(async ({ portal }) => {
  await importMailed(portal);
  const of = { slug: "mailed", name: "Mailed House", orders: 200, wait: true };
  customer = await applyCustomer(portal, { ...of, template: "mailed" });
  const person = { role: "viewer" as const, name: "Vera Mailed", email: "vera@mailed.example" };
  viewer = await makePerson(portal, { ...person, tenantId: customer.id });
  const [row] = ask<{ id: string }>(portal, "SELECT id FROM apps WHERE tenant_id = ?", customer.id);
  app = String(row?.id);
});

test("a sheet is sent by e-mail, read in the outbox, and ended by its link without a sign-in", async ({
  portal,
  ownerPage,
  browser,
}) => {
  test.setTimeout(120_000);
  const page = await browser.newPage({ baseURL: portal.url });
  await signInAs(page, portal, viewer);
  await open(page, `/tenants/${customer.id}/apps/${app}`);
  await page.getByRole("button", { name: "E-mail this sheet" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Daily" }).click();
  await dialog.getByLabel("Time", { exact: true }).fill("06:45");
  await expectNoViolations(page, "E-mail this sheet");
  await dialog.getByRole("button", { name: "E-mail it" }).click();
  await expect(dialog).toHaveCount(0);

  await open(page, "/account");
  const card = page.getByRole("region", { name: "Sheets sent to you" });
  await expect(card).toContainText("Every day at 06:45");
  await card.getByRole("button", { name: "Actions for Overview" }).click();
  await page.getByRole("menuitem", { name: "Send now" }).click();
  await expect(page.getByText("“Overview” is on its way")).toBeVisible();

  await open(ownerPage, "/settings/outbox");
  const row = ownerPage.getByRole("row", { name: /vera@mailed\.example/ });
  await expect(async () => {
    await ownerPage.reload();
    await expect(row).toContainText("Sheet as PDF", { timeout: 2_000 });
  }).toPass();
  await row.getByRole("button", { name: /Actions/ }).click();
  await ownerPage.getByRole("menuitem", { name: /Read/ }).click();
  const mail = ownerPage.getByRole("dialog");
  await expect(mail).toContainText(".pdf");
  const frame = mail.locator("iframe");
  await expect(frame).toHaveAttribute("sandbox", "");
  await expect(frame.contentFrame().getByText("is attached as a PDF")).toBeVisible();
  const link = /\S+\/unsubscribe#\S+/.exec((await mail.locator("pre").textContent()) ?? "")?.[0] ?? "";

  const nobody = await browser.newPage();
  await nobody.goto(link);
  await expect(
    nobody.getByText("“Overview” of Mailed House will not be sent to you any more."),
  ).toBeVisible();
  await expectNoViolations(nobody, "the page of the link");
  await nobody.getByRole("button", { name: "Stop sending it" }).click();
  await expect(nobody.getByRole("heading", { name: "Stopped" })).toBeVisible();
  await nobody.close();
  await open(page, "/account");
  await expect(card).toContainText("None.");
  await page.close();
});

test("the bell counts what is new, by keyboard and on a phone; customers read their own words", async ({
  portal,
  ownerPage,
  browser,
}) => {
  test.setTimeout(120_000);
  const page = await browser.newPage({ baseURL: portal.url });
  const words = "We moved to a faster machine.";
  await open(ownerPage, "/settings/announcements");
  await ownerPage.getByRole("button", { name: "Announce…" }).click();
  await ownerPage.getByLabel("Text").fill(words);
  await ownerPage.getByRole("dialog").getByRole("button", { name: "Announce…" }).click();
  await expect(ownerPage.getByRole("row", { name: new RegExp(words) })).toBeVisible();

  await signInAs(page, portal, viewer);
  await open(page, "/");
  const bell = page.getByRole("button", { name: "Notifications, 1 unread" });
  await expect(async () => {
    await page.reload();
    await expect(bell).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 45_000 });
  const sidebar = page.getByRole("navigation", { name: "Main" });
  await expect(sidebar.getByRole("link").first()).toHaveText("Mailed House");
  await expect(page.locator("body")).not.toContainText(/Fleet|Tenants/);
  await page.setViewportSize({ width: 375, height: 740 });
  await bell.focus();
  await page.keyboard.press("Enter");
  const list = page.getByRole("dialog", { name: "Notifications" });
  await expect(list.getByRole("button", { name: new RegExp(words) })).toBeVisible();
  // What lies below the list is not looked at: it is covered.
  await expectNoViolations(page, "the bell", { within: "[role=dialog]" });
  await list.getByRole("button", { name: "Mark all as read" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();
  await page.close();
});
