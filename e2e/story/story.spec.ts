import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FrameLocator, Page } from "@playwright/test";
import Sqlite from "better-sqlite3";
import pg from "pg";
import { makeNorthwindPostgres, makeNorthwindSqlite } from "../../db/fixtures/northwind/make";
import { northwindTemplate } from "../../db/fixtures/northwind/tenants";
import { testPostgres } from "../../server/testing/postgres";
import { importTemplate } from "../fixtures/apply";
import { startEmbedHost } from "../fixtures/embed-host";
import { open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";
import { rest } from "../fixtures/rest";
import { tenantryOk } from "../fixtures/tenantry";

/**
 * What Tenantry is for, from end to end, as an operator does it who never saw it: a customer is onboarded by clicking,
 * its data come from its own PostgreSQL (SQLite where no server can be had), its dashboard answers as plain SQL does,
 * and a page of another site shows it without any cookie.
 */

interface Database {
  kind: "PostgreSQL" | "SQLite";
  connect(page: Page): Promise<void>;
  one(sql: string): Promise<unknown[]>;
  close(): Promise<void>;
}

const GERMANY = `from orders o join order_details d on d.order_id = o.order_id
  join customers c on c.customer_id = o.customer_id where c.country = 'Germany'`;

let database: Database;

test.beforeAll(async ({ portal }) => {
  await importTemplate(portal, northwindTemplate());
  const server = await testPostgres();
  database = "url" in server ? await postgres(server) : sqlite(`${portal.data}-customers`);
});

test.afterAll(() => database?.close());

async function postgres(server: { url: string; port: number; password: string; stop(): Promise<void> }) {
  await makeNorthwindPostgres(server.url);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { username, pathname } = new URL(server.url);
  return {
    kind: "PostgreSQL" as const,
    async connect(page: Page) {
      await page.getByLabel("Host", { exact: true }).fill("127.0.0.1");
      await page.getByLabel(/^Port/).fill(String(server.port));
      await page.getByLabel("Database", { exact: true }).fill(pathname.slice(1));
      await page.getByLabel("User", { exact: true }).fill(username);
      await page.getByLabel("Password", { exact: true }).fill(server.password);
    },
    async one(sql: string) {
      const { rows } = await client.query({ text: sql, rowMode: "array" });
      return rows[0] as unknown[];
    },
    async close() {
      await client.end();
      await server.stop();
    },
  };
}

function sqlite(folder: string): Database {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "story.db");
  makeNorthwindSqlite(file);
  const db = new Sqlite(file, { readonly: true });
  return {
    kind: "SQLite",
    connect: (page) => page.getByRole("textbox", { name: "File" }).fill(file),
    one: async (sql) => db.prepare(sql).raw().get() as unknown[],
    close: async () => void db.close(),
  };
}

async function onboard(page: Page): Promise<void> {
  await open(page, "/");
  await page.getByRole("link", { name: "Create tenant" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Story Traders");
  await page.getByRole("button", { name: "Continue to templates" }).click();
  await page.getByRole("checkbox", { name: "Northwind trading" }).click();
  await page.getByRole("button", { name: "Continue to connections" }).click();
  await page.getByRole("radio", { name: database.kind }).click();
  await database.connect(page);
  await page.getByRole("button", { name: /^Test/ }).click();
  await expect(page.getByText("Connection works")).toBeVisible();
  await expect(page.getByText("8 tables fit")).toBeVisible();
  await page.getByRole("button", { name: "Continue to people" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ida Solberg");
  await page.getByLabel("E-mail").fill("ida@story.example");
  await page.getByRole("button", { name: "Continue to review" }).click();
  await page.getByRole("button", { name: "Create Story Traders" }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
}

/** Selects Germany in the list box and reads what the sheet then says. */
async function expectGermany(frame: FrameLocator): Promise<void> {
  const [orders, sales] = await database.one(
    `select count(distinct o.order_id), sum(1.0 * d.unit_price * d.quantity * (1 - d.discount)) ${GERMANY}`,
  );
  const figure = (name: string) =>
    frame
      .locator("section")
      .and(frame.getByLabel(name, { exact: true }))
      .locator(".dash-kpi-value");
  await expect(figure("Orders")).toHaveText(new Intl.NumberFormat("en-GB").format(Number(orders)));
  const short = new Intl.NumberFormat("en-GB", { notation: "compact", maximumSignificantDigits: 3 });
  const digits = short.format(Number(sales)).replace(/[^\d.]/g, "");
  await expect(figure("Sales")).toContainText(digits);
}

test("from sign-in to a dashboard in the customer's product", async ({
  ownerPage: page,
  portal,
  context,
}) => {
  test.slow();
  await onboard(page);
  await expect(page.locator("main dl").getByText("Succeeded", { exact: true })).toBeVisible({
    timeout: 60_000,
  });

  const [tenant] = await tenantryOk(portal, ["tenants", "show", "story-traders"]);
  const { items } = await rest<{ items: { id: string; tenantId: string }[] }>(
    portal,
    `/apps?tenant=${tenant?.id}`,
  );
  const [app] = items;
  if (!app) throw new Error("The run made no app.");
  await open(page, `/tenants/${app.tenantId}`);
  await page.getByRole("link", { name: "Northwind trading", exact: true }).click();
  await page.getByRole("tab", { name: "Embed", exact: true }).click();
  const preview = page.frameLocator("tenantry-app iframe");
  await preview.getByRole("button", { name: "Trading", exact: true }).click();

  const asked = page.waitForResponse((r) => r.url().endsWith("/api/embed/ask") && r.status() === 200);
  await preview
    .getByRole("toolbar", { name: "Selections" })
    .getByRole("button", { name: /^Country/ })
    .click();
  await preview
    .getByRole("option", { name: /^Germany,/ })
    .first()
    .click();
  await asked;
  await expectGermany(preview);

  const host = await startEmbedHost(portal, app, { allowed: true });
  try {
    const guest = await context.browser()?.newPage();
    if (!guest) throw new Error("The browser is gone.");
    await guest.goto(host.url);
    const frame = guest.frameLocator("tenantry-app iframe");
    await frame.getByRole("button", { name: "Trading", exact: true }).click();
    await guest.locator("tenantry-app").evaluate((e) => {
      (e as HTMLElement & { select(field: string, values: string[]): void }).select("Country", ["Germany"]);
    });
    await expectGermany(frame);
    expect(await guest.context().cookies(), "no cookie was needed").toEqual([]);
    await guest.context().close();
  } finally {
    host.stop();
  }
});
