import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { archiveActivity } from "../fixtures/archives";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { tamper } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { expectNoSidewaysScroll, open } from "../fixtures/page";
import { makePerson, type Person } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

const PAGE = 50;
const ARCHIVES = 53;

let customer: Customer;
let admin: Person;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  customer = await applyCustomer(portal, { slug: "old-days", name: "Old Days", orders: 20, wait: true });
  const email = "olga@old-days.example";
  admin = await makePerson(portal, { tenantId: customer.id, role: "admin", name: "Olga Old", email });
  await archiveActivity(portal, customer.id, { archives: ARCHIVES });
});

const rows = (page: Page) => page.getByRole("region", { name: "Archives", exact: true }).locator("tbody tr");
const toast = (page: Page, words: string | RegExp) => page.getByText(words).first();

test("an admin reads, checks and takes away what was archived of their own tenant, and is told of tampering", async ({
  page,
  portal,
}) => {
  test.slow();
  await signInAs(page, portal, admin);
  await open(page, `/tenants/${customer.id}/activity`);
  await page.getByRole("link", { name: "Archive", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Archive", exact: true })).toBeVisible();
  await expect(rows(page)).toHaveCount(PAGE);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(rows(page)).toHaveCount(ARCHIVES - PAGE);

  const oldest = rows(page).last();
  await oldest.getByRole("button", { name: /^Check entries 1 to / }).click();
  await expect(toast(page, /as they were written, and fit what is before and after/)).toBeVisible();
  const saved = page.waitForEvent("download");
  await oldest.getByRole("button", { name: /^Download entries 1 to / }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(new RegExp(`^audit-${customer.id}-1-\\d+\\.jsonl\\.gz$`));
  const lines = gunzipSync(readFileSync(await download.path()))
    .toString()
    .split("\n");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ entry: { chain: customer.id, seq: 1 } });

  await oldest.getByRole("button", { name: /^Read entries 1 to / }).click();
  await expect(page).toHaveURL(/read=/);
  await expect(page.getByRole("table").locator("tbody tr")).toHaveCount(Math.min(lines.length, 100));
  await expect(page.getByRole("table")).toContainText("Created a tenant");
  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "All archives", exact: true }).click();
  await expect(rows(page)).toHaveCount(ARCHIVES - PAGE);

  tamper(
    portal,
    `UPDATE audit_archives SET lines = (SELECT lines FROM audit_archives WHERE chain = ?1 AND first_seq > 1 LIMIT 1)
     WHERE chain = ?1 AND first_seq = 1`,
    { 1: customer.id },
  );
  await oldest.getByRole("button", { name: /^Check entries 1 to / }).click();
  await expect(toast(page, /This archive was tampered with/)).toBeVisible();
});

test("an operator finds a tenant's archives among those of all, and comes to the tenant's activity", async ({
  ownerPage: page,
}) => {
  await open(page, "/audit/archive");
  const link = page.getByRole("link", { name: customer.id, exact: true }).first();
  await expect(link).toHaveAttribute("href", `/tenants/${customer.id}/activity`);
  await page.getByRole("button", { name: "Next", exact: true }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole("button", { name: "Previous", exact: true }).click();
  await expect(rows(page)).toHaveCount(PAGE);
});
