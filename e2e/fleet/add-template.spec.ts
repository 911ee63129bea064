import { expectNoViolations } from "../fixtures/accessible";
import { applyCustomer } from "../fixtures/customers";
import { FLEET } from "../fixtures/fleet";
import { applyShop, importLike } from "../fixtures/orders-like";
import { expectNoSidewaysScroll, open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use(FLEET);

test("a template is added to three tenants: one is refused and told why, the others have it after one run", async ({
  ownerPage: page,
  portal,
}) => {
  test.slow();
  await importLike(portal, { id: "added-first" });
  await importLike(portal, { id: "added-later" });
  const templates = ["added-first@1.0.0"];
  const one = await applyShop(portal, { slug: "add-one", name: "Added One", templates });
  const two = await applyShop(portal, { slug: "add-two", name: "Added Two", templates });
  // Two connections and a slot of neither's name: nobody guesses which one is meant.
  const three = await applyCustomer(portal, {
    slug: "add-three",
    name: "Added Three",
    orders: 20,
    wait: true,
  });

  await open(page, "/tenants?q=Added");
  for (const name of ["Added One", "Added Two", "Added Three"])
    await page.getByRole("checkbox", { name: `Choose ${name}` }).click();
  await page.getByRole("button", { name: "Add template…" }).click();
  await expect(page.getByRole("combobox", { name: "Template" })).toBeVisible();
  await page.getByRole("button", { name: "Check the tenants" }).click();
  await expect(page).toHaveURL(/\/add\?ids=/);
  await open(page, `/templates/added-later/1.0.0/add?ids=${[one.id, two.id, three.id].join(",")}`);
  const rows = page.getByRole("region", { name: "Tenants and what would happen" }).locator("tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: "Added One" })).toContainText("Can be added");
  await expect(rows.filter({ hasText: "Added Three" })).toContainText("A connection does not fit");
  await expect(page.getByText("2 of 3 tenants can have it.")).toBeVisible();
  await expectNoViolations(page, "a template for many tenants, one refused");
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "Add to 2 tenants" }).click();
  await expect(
    page.getByRole("heading", { level: 1, name: "Add added-later@1.0.0 to 2 tenants" }),
  ).toBeVisible();
  await expect(page.getByText("All steps are done.")).toBeVisible({ timeout: 90_000 });

  await open(page, `/templates/added-later/1.0.0/add?ids=${one.id}`);
  await expect(rows).toContainText("It has version 1.0.0 already");
  await expect(page.getByRole("button", { name: "Add", exact: true })).toBeDisabled();
});
