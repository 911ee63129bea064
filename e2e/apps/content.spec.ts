import type { Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { tamper } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { applyShop, importLike } from "../fixtures/orders-like";
import { open } from "../fixtures/page";
import { makePerson } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

const TEMPLATE = "hydrated";
const KPI = { id: "revenue", kind: "kpi", at: [0, 0, 6, 4], title: "Revenue", measure: "amount" };

const pieces = (page: Page) =>
  page.getByRole("region", { name: "What this app is made of", exact: true }).locator("tbody tr");

test("an app says of each piece whether it is as released, and what was changed on the platform is put back", async ({
  ownerPage: operator,
  portal,
  browser,
}) => {
  test.slow();
  await importLike(portal, { id: TEMPLATE, objects: [KPI] });
  const shop = { slug: "hydrated", name: "Hydrated House", templates: [`${TEMPLATE}@1.0.0`] };
  const { id: tenantId, apps } = await applyShop(portal, shop);
  const [app] = apps;
  const path = `/tenants/${tenantId}/apps/${app}?tab=content`;

  await open(operator, path);
  await expect(operator.getByText("Everything is as released.", { exact: true })).toBeVisible();
  const sheet = pieces(operator).filter({ hasText: "overview" });
  await expect(sheet).toContainText("Same");
  await expect(pieces(operator).filter({ hasText: "Load script" })).toContainText("Same");
  await expect(sheet.getByRole("button", { name: /Copy$/ })).toBeVisible();

  tamper(
    portal,
    `UPDATE builtin_objects SET data = json_set(data, '$.value.sheets[0].title', 'Not as released')
     WHERE tenant_id = ? AND kind = 'app' AND natural_key = ?`,
    tenantId,
    app,
  );
  await operator.getByRole("button", { name: "Check now", exact: true }).click();
  await expect(operator.getByText("1 piece is not as released.", { exact: true })).toBeVisible();
  await expect(sheet).toContainText("Differs");
  await expectNoViolations(operator, "an app's content of which a piece differs");
  await operator.setViewportSize({ width: 1280, height: 800 });

  const email = "ada@hydrated.example";
  const admin = await makePerson(portal, { tenantId, role: "admin", name: "Ada Admin", email });
  const theirs = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signInAs(theirs, portal, admin);
  await open(theirs, `${portal.url}${path}`);
  await expect(theirs.getByText(/Your vendor has to put this right/)).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Republish", exact: true })).toHaveCount(0);
  await theirs.context().close();

  await operator.getByRole("button", { name: "Republish", exact: true }).click();
  await expect(operator).toHaveURL(/\/runs\/run_/);
  await expect(operator.getByText("All steps are done.")).toBeVisible({ timeout: 90_000 });
  await open(operator, path);
  await expect(operator.getByText("Everything is as released.", { exact: true })).toBeVisible();
  await expect(sheet).toContainText("Same");
});
