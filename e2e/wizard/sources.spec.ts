import { mkdirSync } from "node:fs";
import type { Page } from "@playwright/test";
import { northwindTemplate } from "../../db/fixtures/northwind/tenants";
import { testMariadb } from "../../server/testing/mariadb";
import { importTemplate } from "../fixtures/apply";
import { fillMariadb, northwindBucket, northwindTables } from "../fixtures/northwind-elsewhere";
import { open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";
import { rest } from "../fixtures/rest";
import type { RunningPortal } from "../fixtures/running-portal";

/** Customers whose data lie in other places than SQLite and PostgreSQL, by the wizard, against servers. */
let northwind: ReturnType<typeof northwindTables>;

test.beforeAll(async ({ portal }) => {
  const folder = `${portal.data}-sources`;
  mkdirSync(folder, { recursive: true });
  northwind = northwindTables(folder);
  await importTemplate(portal, northwindTemplate());
});

async function begin(page: Page, name: string, source: string): Promise<void> {
  await open(page, "/tenants/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Continue to templates" }).click();
  await page.getByRole("checkbox", { name: "Northwind trading" }).click();
  await page.getByRole("button", { name: "Continue to connections" }).click();
  await page.getByRole("radio", { name: source }).click();
}

/** Tests the connection, creates the tenant, and compares its app with SQL. */
async function createAndCompare(page: Page, portal: RunningPortal, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Test/ }).click();
  await expect(page.getByText("Connection works")).toBeVisible();
  await expect(page.getByText("8 tables fit")).toBeVisible();
  await page.getByRole("button", { name: "Continue to people" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ida Solberg");
  await page.getByLabel("E-mail").fill("ida@sources.example");
  await page.getByRole("button", { name: "Continue to review" }).click();
  await page.getByRole("button", { name: `Create ${name}` }).click();
  await expect(page.locator("main dl").getByText("Succeeded", { exact: true })).toBeVisible({
    timeout: 60_000,
  });
  const { items: tenants } = await rest<{ items: { id: string; name: string }[] }>(portal, "/tenants");
  const tenant = tenants.find((t) => t.name === name)?.id ?? "";
  const { items: apps } = await rest<{ items: { id: string }[] }>(portal, `/apps?tenant=${tenant}`);
  const { rows } = await rest<{ rows: unknown[][] }>(portal, `/apps/${apps[0]?.id}/query`, {
    measures: ["Count(distinct Order)", "Sum(Quantity)"],
  });
  expect(rows[0]?.map(Number)).toEqual(
    northwind.one("select count(distinct order_id), sum(quantity) from order_details"),
  );
}

test("a customer's MariaDB", async ({ ownerPage: page, portal }) => {
  test.slow();
  const server = await testMariadb();
  test.skip("skip" in server, "skip" in server ? server.skip : "");
  if ("skip" in server) return;
  try {
    await fillMariadb(server.url, northwind.tables);
    await begin(page, "Maria Traders", "MySQL or MariaDB");
    await page.getByLabel("Host", { exact: true }).fill("127.0.0.1");
    await page.getByLabel(/^Port/).fill(String(server.port));
    await page.getByLabel("Database", { exact: true }).fill("shop");
    await page.getByLabel("User", { exact: true }).fill("tenantry");
    await page.getByLabel("Password", { exact: true }).fill(`${server.password}-not`);
    await page.getByRole("button", { name: "Test connection" }).click();
    await expect(page.getByText("Connection does not work")).toBeVisible();
    await page.getByRole("button", { name: "Replace…" }).click();
    await page.getByLabel("Password", { exact: true }).fill(server.password);
    await createAndCompare(page, portal, "Maria Traders");
  } finally {
    await server.stop();
  }
});

test("a customer's bucket of CSV files", async ({ ownerPage: page, portal }) => {
  test.slow();
  const bucket = await northwindBucket(northwind.tables);
  try {
    await begin(page, "Bucket Traders", "S3-compatible bucket");
    await page.getByLabel(/^Endpoint/).fill(bucket.endpoint);
    await page.getByLabel("Bucket", { exact: true }).fill(bucket.bucket);
    await page.getByLabel(/^Prefix/).fill("exports/acme/");
    await page.getByLabel(/^Access key id/).fill(bucket.accessKeyId);
    await page.getByLabel(/^Secret access key/).fill(bucket.secret);
    await page.getByRole("combobox", { name: /^TLS/ }).click();
    await page.getByRole("option", { name: "None" }).click();
    await createAndCompare(page, portal, "Bucket Traders");
  } finally {
    await bucket.close();
  }
});
