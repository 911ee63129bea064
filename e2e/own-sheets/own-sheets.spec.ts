import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { stringify } from "yaml";
import { ROOT } from "../../server/setup/paths.mjs";
import { expectNoViolations } from "../fixtures/accessible";
import { applyTenantsFile, importTemplate } from "../fixtures/apply";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { makePerson } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import type { RunningPortal } from "../fixtures/running-portal";
import { makeShop } from "../fixtures/shop";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" }, viewport: { width: 1600, height: 1000 } });

const SLUG = "own-sheets";
const kpi = (id: string, measure: string, x: number) => ({
  id,
  kind: "kpi",
  at: [x, 0, 6, 4],
  title: `How much ${id}`,
  measure,
});

/** Imports a version of a template with one sheet. */
async function importVersion(
  portal: RunningPortal,
  version: string,
  { sheet, measures }: { sheet: string; measures: string[] },
): Promise<void> {
  const folder = join(`${portal.data}-templates`, version);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "sheets"), { recursive: true });
  const from = join(ROOT, "e2e/fixtures/orders");
  copyFileSync(join(from, "script.qvs"), join(folder, "script.qvs"));
  const declared = measures.map(
    (name) =>
      `  - { name: ${name}, expression: Sum(Amount), label: ${name}, format: integer, better: higher }`,
  );
  const manifest = readFileSync(join(from, "template.yaml"), "utf8")
    .replace("id: orders", `id: ${SLUG}`)
    .replace('version: "1.0.0"', `version: "${version}"`)
    .replace(/measures:\n.*\n/, `measures:\n${declared.join("\n")}\n`);
  writeFileSync(join(folder, "template.yaml"), manifest);
  const objects = measures.map((measure, i) => kpi(`${measure}-figure`, measure, i * 6));
  writeFileSync(
    join(folder, "sheets", `${sheet}.yaml`),
    stringify({ sheet, format: 1, title: sheet === "overview" ? "Overview" : "Renewed", objects }),
  );
  await importTemplate(portal, folder);
}

/** Brings the tenant to a version of the template. */
async function apply(portal: RunningPortal, version: string): Promise<{ tenant: string; app: string }> {
  const database = join(`${portal.data}-templates`, "shop.db");
  if (version === "1.0.0") makeShop(database, { orders: 200 });
  const file = join(`${portal.data}-templates`, `${version}.yaml`);
  const connections = [{ name: "Shop", kind: "sqlite", properties: { path: database } }];
  const apps = [{ template: `${SLUG}@${version}`, connections: { shop: "Shop" } }];
  const tenants = [
    { slug: SLUG, name: "Own Sheets", plan: "growth", region: "eu", language: "en", connections, apps },
  ];
  writeFileSync(file, stringify({ tenants }));
  await applyTenantsFile(portal, file, { wait: true });
  const [tenant] = ask<{ id: string }>(portal, "select id from tenants where slug = ?", SLUG);
  const id = String(tenant?.id);
  const [row] = ask<{ id: string }>(portal, "select id from apps where tenant_id = ?", id);
  return { tenant: id, app: String(row?.id) };
}

const sheets = (page: Page) => page.getByRole("navigation", { name: "Sheets" });

test("an author changes a copy of a locked sheet and shares it; an upgrade leaves it as it is", async ({
  page,
  portal,
  browser,
}) => {
  test.setTimeout(180_000);
  await importVersion(portal, "1.0.0", { sheet: "overview", measures: ["amount", "bonus"] });
  const { tenant, app } = await apply(portal, "1.0.0");
  const person = (role: "author" | "viewer") =>
    makePerson(portal, { tenantId: tenant, role, name: `Mo ${role}`, email: `${role}@own-sheets.example` });
  const [author, viewer] = [await person("author"), await person("viewer")];
  const address = `/tenants/${tenant}/apps/${app}`;

  await signInAs(page, portal, author);
  await open(page, address);
  await expect(page.getByText("It is locked")).toBeVisible();
  await page.getByRole("button", { name: "Duplicate and edit" }).click();
  await page.getByLabel("Title").fill("My overview");
  await page.getByRole("dialog").getByRole("button", { name: "Duplicate and edit" }).click();

  const tile = page
    .getByRole("button", { name: /^How much amount-figure/ })
    .and(page.locator(".sheet-cover"));
  await tile.press("Enter");
  const panel = page.getByRole("region", { name: "Properties" });
  await panel.getByRole("tab", { name: "Look" }).click();
  await panel.getByLabel("Title", { exact: true }).fill("All that came in");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved").first()).toBeVisible();
  await page.getByRole("button", { name: "Back to the app" }).click();
  await expect(page.getByLabel("All that came in", { exact: true })).toBeVisible();
  await expectNoViolations(page, "own sheet in the portal");
  await page.setViewportSize({ width: 1600, height: 1000 });
  await page.getByRole("button", { name: "More for My overview" }).click();
  await page.getByRole("menuitem", { name: "Share with everybody" }).click();
  await expect(page.getByText("shared with everybody who opens this app")).toBeVisible();

  const context = await browser.newContext({ baseURL: portal.url, viewport: { width: 1600, height: 1000 } });
  const seen = await context.newPage();
  await signInAs(seen, portal, viewer);
  await open(seen, address);
  await sheets(seen)
    .getByRole("button", { name: /My overview/ })
    .click();
  await expect(seen.getByLabel("All that came in", { exact: true })).toBeVisible();
  await expect(seen.getByRole("button", { name: "Duplicate and edit" })).toBeHidden();

  await importVersion(portal, "2.0.0", { sheet: "renewed", measures: ["amount"] });
  await apply(portal, "2.0.0");
  await open(seen, address);
  await expect(sheets(seen).getByRole("button", { name: "Renewed" })).toBeVisible();
  await sheets(seen)
    .getByRole("button", { name: /My overview/ })
    .click();
  await expect(seen.getByLabel("All that came in", { exact: true })).toContainText(/\d/);
  await expect(seen.getByLabel("How much bonus-figure", { exact: true })).toContainText(
    "Part of this is gone",
  );
  await context.close();

  await open(page, `${address}?sheet=`);
  await sheets(page)
    .getByRole("button", { name: /My overview/ })
    .click();
  await expect(page.getByText("no longer in the template")).toBeVisible();
  await page.getByRole("button", { name: "More for My overview" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(sheets(page).getByRole("button", { name: /My overview/ })).toBeVisible();
});
