import type { Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { makePerson } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { rest } from "../fixtures/rest";
import { type PageToSee, testPages } from "./pages";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

let customer: Customer;
let ids: { app: string; reload: string; connection: string };

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  customer = await applyCustomer(portal, {
    slug: "axe-pages",
    name: "Wörk & Söhne",
    orders: 700,
    wait: true,
  });
  await rest(portal, "/templates/orders/draft", {});
  const email = "ada@axe.example";
  await makePerson(portal, { tenantId: customer.id, role: "viewer", name: "Ada Axe", email });
  const id = (sql: string) => ask<{ id: string }>(portal, sql, customer.id)[0]?.id ?? "";
  ids = {
    app: id("select id from apps where tenant_id = ?"),
    reload: id("select id from reloads where tenant_id = ?"),
    connection: id("select id from connections where tenant_id = ? and name = 'Warehouse'"),
  };
});

const heading = (page: Page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible();
const rows = (page: Page) => expect(page.locator("tbody tr").first()).toBeVisible();

const PAGES: PageToSee[] = [
  ["home", () => "/", (page) => expect(page.getByRole("region", { name: "Needs you now" })).toBeVisible()],
  [
    "templates",
    () => "/templates",
    (page) => expect(page.getByRole("link", { name: "Orders", exact: true }).first()).toBeVisible(),
  ],
  ...["overview", "script", "model", "sheets", "used"].map(
    (tab): PageToSee => [
      `template version, ${tab}`,
      () => `/templates/orders/1.0.0?tab=${tab}`,
      async (page) => {
        await expect(page.getByRole("tab", { selected: true })).toBeVisible();
        await expect(page.getByRole("tabpanel")).not.toBeEmpty();
      },
    ],
  ),
  ...["script", "sheets", "template", "files", "runs", "history", "compare"].map(
    (tab): PageToSee => [
      `draft of a template, ${tab}`,
      () => `/templates/orders/draft?tab=${tab}`,
      async (page) => {
        await expect(page.getByRole("tab", { selected: true })).toBeVisible();
        await expect(page.getByRole("tabpanel")).not.toBeEmpty();
        await expect(page.locator("main .appear-late")).toHaveCount(0);
      },
    ],
  ),
  ["apps", () => "/apps", rows],
  ["connections", () => "/connections", rows],
  ["reloads", () => "/reloads", rows],
  ["connection", () => `/connections/${ids.connection}`, heading],
  [
    "another source for a connection",
    () => `/connections/${ids.connection}/change`,
    (page) => expect(page.getByRole("button", { name: "Test and change" })).toBeVisible(),
  ],
  ["reload", () => `/reloads/${ids.reload}`, heading],
  ["app", () => `/tenants/${customer.id}/apps/${ids.app}`, heading],
  [
    "app, who may open it",
    () => `/tenants/${customer.id}/apps/${ids.app}?tab=access`,
    (page) => expect(page.getByRole("radio", { name: /^Everybody/ })).toBeVisible(),
  ],
  ["app, what it is made of", () => `/tenants/${customer.id}/apps/${ids.app}?tab=content`, rows],
  ...["embed", "model"].map(
    (tab): PageToSee => [
      `app, ${tab}`,
      () => `/tenants/${customer.id}/apps/${ids.app}?tab=${tab}`,
      async (page) => {
        await expect(page.getByRole("tab", { selected: true }).first()).toBeVisible();
        await expect(page.getByRole("tabpanel").first()).not.toBeEmpty();
      },
    ],
  ),
  ["another plan for tenants", () => `/tenants/change-plan?ids=${customer.id}`, rows],
  ["people", () => `/tenants/${customer.id}/people`, rows],
  [
    "view as a member, asked for a reason",
    () => `/tenants/${customer.id}/people`,
    async (page) => {
      await page.getByRole("button", { name: "Actions for Ada Axe" }).click();
      await page.getByRole("menuitem", { name: "View as Ada Axe…" }).click();
      await page.getByRole("button", { name: "View as this person" }).click();
      await expect(page.getByText("Say why")).toBeVisible();
    },
  ],
  ["groups", () => `/tenants/${customer.id}/people?tab=groups`, rows],
  ["deliveries", () => `/tenants/${customer.id}/people?tab=deliveries`, heading],
  ["upload of people", () => `/tenants/${customer.id}/people/import`, heading],
  ["settings of a tenant", () => `/tenants/${customer.id}/settings`, heading],
  [
    "what a tenant can do, changed",
    () => `/tenants/${customer.id}/settings`,
    async (page) => {
      await page.getByRole("button", { name: "Change: Exports" }).click();
      await expect(page.getByRole("dialog").getByLabel("Reason")).toBeVisible();
    },
  ],
  ["embeds of a tenant", () => `/tenants/${customer.id}/embeds`, heading],
  [
    "playground of an embed",
    () => `/tenants/${customer.id}/embeds/${ids.app}`,
    (page) => expect(page.getByRole("list", { name: "Messages" })).toContainText("token"),
  ],
  ["invitation that is not valid", () => "/invitation", heading],
  ["mail's link that is not whole", () => "/unsubscribe", heading],
  ["password forgotten", () => "/reset-password", heading],
  ["start of an onboarding", () => "/tenants/new", heading],
  [
    "a template for tenants",
    () => `/templates/orders/1.0.0/add?ids=${customer.id}`,
    (page) => expect(page.getByText("It has version 1.0.0 already")).toBeVisible(),
  ],
  ["outbox", () => "/settings/outbox", heading],
  ["announcements", () => "/settings/announcements", heading],
  [
    "tenants chosen",
    () => "/tenants",
    async (page) => {
      await page.getByRole("checkbox").nth(1).click();
      await expect(page.getByRole("region", { name: "Chosen tenants" })).toBeVisible();
    },
  ],
  ["own account", () => "/account", heading],
  ["audit", () => "/audit", rows],
  ["activity of a tenant", () => `/tenants/${customer.id}/activity`, rows],
  ["archive of the audit", () => "/audit/archive", heading],
  ["archive of a tenant's activity", () => `/tenants/${customer.id}/activity/archive`, heading],
  [
    "notifications",
    () => "/",
    async (page) => {
      await page.getByRole("button", { name: /^Notifications/ }).click();
      await expect(page.getByRole("dialog", { name: "Notifications" })).toBeVisible();
    },
  ],
  ["second factor", () => "/second-factor", heading],
  ["nothing in connections", () => "/connections?q=nobody-has-this", heading],
  ["nothing in apps", () => "/apps?q=nobody-has-this", heading],
  ["nothing in reloads", () => "/reloads?tenant=ten_none", heading],
  [
    "no such app",
    () => `/tenants/${customer.id}/apps/app_none`,
    (page) => expect(page.getByText("There is nothing at this address")).toBeVisible(),
  ],
];

testPages(PAGES);

test("each step of the wizard, empty, wrong and filled in", async ({ ownerPage: page }) => {
  test.slow();
  const go = (step: string) => page.getByRole("button", { name: `Continue to ${step}` }).click();
  await open(page, "/tenants/new");
  await go("templates");
  await expect(page.getByLabel("Name", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expectNoViolations(page, "wizard details with an error");
  await page.getByLabel("Name", { exact: true }).fill("Axe Traders");
  await expect(page.locator("[data-state=saved]")).toBeVisible();
  await go("templates");
  await page.getByRole("checkbox", { name: "Orders" }).click();
  await expectNoViolations(page, "wizard templates");
  await go("connections");
  await page.getByRole("radio", { name: "PostgreSQL" }).click();
  await expectNoViolations(page, "wizard connection, PostgreSQL");
  await page.getByRole("radio", { name: "SQLite" }).click();
  await page.getByRole("textbox", { name: "File" }).fill(`${customer.database}.gone`);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("Connection does not work")).toBeVisible();
  await expectNoViolations(page, "wizard connection that does not work");
  await page.getByRole("textbox", { name: "File" }).fill(customer.database);
  await page.getByRole("button", { name: /^Test/ }).click();
  await expect(page.getByText("Connection works")).toBeVisible();
  const table = page.getByRole("list", { name: "Schema check" }).getByRole("listitem").first();
  await table.getByRole("button", { expanded: false }).first().click();
  await page.getByRole("button", { name: "Show the first 20 rows" }).click();
  await expect(page.getByRole("region", { name: "First rows" }).getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("button", { name: "Add condition" }).click();
  await expectNoViolations(page, "wizard schema check");
  await page.getByRole("button", { name: "Remove condition 1" }).click();
  await go("people");
  await page.getByRole("button", { name: "Add person" }).click();
  await expectNoViolations(page, "wizard people");
  await page.getByRole("button", { name: "Remove person 1" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ida Solberg");
  await page.getByLabel("E-mail").fill("ida@axe.example");
  await go("review");
  await expect(page.getByText("slug: axe-traders")).toBeVisible();
  await expectNoViolations(page, "wizard review");
});
