import { expectNoViolations } from "../fixtures/accessible";
import { applyCustomer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

test("three tenants are checked for another plan: who has it is told so, the others have it after one run", async ({
  ownerPage: page,
  portal,
}) => {
  test.slow();
  const customer = (slug: string, name: string) =>
    applyCustomer(portal, { slug, name, orders: 20, wait: true });
  const tenants = await Promise.all([
    customer("replan-one", "Replanned One"),
    customer("replan-two", "Replanned Two"),
    customer("replan-three", "Replanned Three"),
  ]);
  const planOf = (id: string) =>
    ask<{ plan: string }>(portal, "SELECT plan FROM tenants WHERE id = ?", id)[0]?.plan;
  const before = tenants.map(({ id }) => planOf(id));

  await open(page, "/tenants?q=Replanned");
  for (const { name } of tenants)
    await page.getByRole("checkbox", { name: `Choose ${name}`, exact: true }).click();
  await page.getByRole("link", { name: "Change plan…", exact: true }).click();
  await expect(page).toHaveURL(/\/tenants\/change-plan\?/);
  await expect(page.getByRole("heading", { level: 1, name: "Change the plan of tenants" })).toBeVisible();
  const rows = page
    .getByRole("region", { name: "Tenants and what the plan means for them" })
    .locator("tbody tr");
  await expect(rows).toHaveCount(3);

  await page.getByRole("combobox", { name: "New plan" }).click();
  await page.getByRole("option", { name: "Growth", exact: true }).click();
  await expect(rows.filter({ hasText: "Replanned Two" })).toContainText("It has this plan already");
  await expect(page.getByRole("button", { name: "Change", exact: true })).toBeDisabled();
  await page.getByRole("combobox", { name: "New plan" }).click();
  await page.getByRole("option", { name: "Enterprise", exact: true }).click();
  await expect(page).toHaveURL(/to=enterprise/);
  await expect(rows.filter({ hasText: "Can have it" })).toHaveCount(3);
  await expect(page.getByText(/^3 of 3 tenants can have it\./)).toBeVisible();
  await expectNoViolations(page, "another plan for three tenants");
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole("checkbox", { name: "Choose Replanned Three", exact: true }).click();
  expect(
    tenants.map(({ id }) => planOf(id)),
    "looking changes nothing",
  ).toEqual(before);
  await page.getByRole("button", { name: "Change 2 tenants", exact: true }).click();
  await expect(page).toHaveURL(/\/runs\/run_/);
  await expect(page.getByText("All steps are done.")).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole("listitem").filter({ hasText: "Replanned One" })).toContainText("Succeeded");
  const [one, two, three] = tenants.map(({ id }) => planOf(id));
  expect([one, two]).toEqual([expect.stringMatching(/^enterprise@/), expect.stringMatching(/^enterprise@/)]);
  expect(three).toBe(before[2]);
  await open(page, `/tenants/${tenants[0]?.id}/activity`);
  await expect(page.getByRole("row").filter({ hasText: "Changed a tenant’s plan" }).first()).toBeVisible();
});
