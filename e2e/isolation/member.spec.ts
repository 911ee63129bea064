import type { Page } from "@playwright/test";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { makePerson, type Person } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

test.use(FLEET);

let own: Customer;
let other: Customer;
let people: Record<"admin" | "viewer", Person>;

test.beforeAll(async ({ portal }) => {
  [own, other] = await Promise.all([
    applyCustomer(portal, { slug: "own-house", name: "Own House", orders: 300, wait: true }),
    applyCustomer(portal, { slug: "other-house", name: "Other House", orders: 700, wait: true }),
  ]);
  const person = (role: "admin" | "viewer") =>
    makePerson(portal, { tenantId: own.id, role, name: `Ada ${role}`, email: `${role}@isolation.example` });
  people = { admin: await person("admin"), viewer: await person("viewer") };
});

/** Ids of everything the other tenant has. */
function foreign(portal: Parameters<typeof ask>[0]) {
  const id = (table: string) =>
    String(
      ask<{ id: string }>(portal, `SELECT id FROM ${table} WHERE tenant_id = ? LIMIT 1`, other.id)[0]?.id,
    );
  return {
    app: id("apps"),
    connection: id("connections"),
    reload: id("reloads"),
    child: `${other.run}.orders`,
  };
}

async function nothingThere(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  expect(await page.content()).not.toContain("Other House");
}

for (const role of ["admin", "viewer"] as const)
  test.describe(`${role} of one tenant`, () => {
    test.beforeEach(({ page, portal }) => signInAs(page, portal, people[role]));

    test("starts on their own tenant and sees it", async ({ page }) => {
      await open(page, "/");
      await expect(page).toHaveURL(`/tenants/${own.id}`);
      await expect(page.getByRole("heading", { level: 1, name: "Own House" })).toBeVisible();
      await expect(page.getByRole("table", { name: "Apps" })).toContainText("Orders");
    });

    test("gets the page of missing things for another tenant, its runs and their parts", async ({
      page,
      portal,
    }) => {
      for (const path of [`/tenants/${other.id}`, `/runs/${other.run}`, `/runs/${foreign(portal).child}`])
        await nothingThere(page, path);
    });

    test("gets as little from lists, whatever the address asks for", async ({ page, portal }) => {
      const [some] = ask<{ id: string }>(portal, "SELECT id FROM tenants WHERE state = 'failed' LIMIT 1");
      for (const path of ["/tenants", "/tenants?q=house", "/tenants?sort=created&dir=desc"]) {
        await open(page, path);
        await expect(page).toHaveURL(`/tenants/${own.id}`);
        expect(await page.content()).not.toContain("Other House");
      }
      await nothingThere(page, `/tenants/${some?.id}`);
    });

    test("gets no answer of the API about it, and no stream of its runs", async ({ page, portal }) => {
      const { app, connection, reload } = foreign(portal);
      await open(page, "/help");
      const asked: [string, unknown][] = [
        ["tenants.get", { id: other.id }],
        ["apps.list", { tenantId: other.id }],
        ["apps.get", { id: app }],
        ["connections.list", { tenantId: other.id }],
        ["connections.get", { id: connection }],
        ["members.list", { tenantId: other.id }],
        ["reloads.list", { tenantId: other.id }],
        ["reloads.get", { id: reload }],
        ["reloads.log", { id: reload }],
        ["runs.list", { tenantId: other.id }],
        ["runs.get", { id: other.run }],
        ["runs.events", { ids: [other.run] }],
      ];
      for (const [procedure, json] of asked) {
        const input = encodeURIComponent(JSON.stringify({ json }));
        const answer = await page.evaluate(async (url) => {
          const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
          return { status: response.status, text: await response.text().catch(() => "") };
        }, `/api/trpc/${procedure}?input=${input}`);
        const refused = answer.status >= 400 || /"items":\[\]|serialized-error/.test(answer.text);
        expect(refused, `${procedure}: ${answer.status} ${answer.text}`).toBe(true);
        for (const secret of ["Other House", "other-house", "Warehouse"])
          expect(answer.text).not.toContain(secret);
      }
    });

    test("sees nothing that only operators have", async ({ page }) => {
      await open(page, `/tenants/${own.id}`);
      const account = page.getByRole("button", { name: `Account of Ada ${role}` });
      await expect(account).toContainText({ admin: "Admin", viewer: "Viewer" }[role]);
      await expect(account).not.toContainText("Operator");
      await expect(page.locator("main dl").filter({ hasText: "Platform" })).toHaveCount(0);
      const runs = page.getByRole("region", { name: "Recent runs" });
      if (role === "viewer") {
        await expect(runs).toHaveCount(0);
        await expect(page.getByRole("region", { name: "Connections" })).toHaveCount(0);
        await open(page, `/runs/${own.run}`);
        await expect(page.getByRole("heading", { name: "Your role does not allow this" })).toBeVisible();
        await expect(page.getByText("runs:read")).toBeVisible();
        return;
      }
      await runs.getByRole("link", { name: /Set up Own House/ }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Set up Own House" })).toBeVisible();
      await expect(page.getByRole("button", { name: /Undo run|Retry|Cancel run/ })).toHaveCount(0);
    });
  });
