import { expectNoViolations } from "../fixtures/accessible";
import { FLEET } from "../fixtures/fleet";
import { applyShop, importLike } from "../fixtures/orders-like";
import { open } from "../fixtures/page";
import { makePerson } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { rest } from "../fixtures/rest";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

test("operators make a coupon and agree on a commitment; the customer uses the code and asks for an alert", async ({
  portal,
  ownerPage,
  browser,
}) => {
  test.slow();
  await importLike(portal, { id: "agreed" });
  const { id: tenantId } = await applyShop(portal, {
    slug: "agreed",
    name: "Agreed",
    templates: ["agreed@1.0.0"],
  });
  await rest(portal, "/subscriptions", { tenant: tenantId, trialDays: 0, seats: 5 });

  await open(ownerPage, "/billing/coupons");
  await ownerPage.getByRole("button", { name: "Make a coupon…" }).click();
  const making = ownerPage.getByRole("dialog", { name: "Make a coupon" });
  await making.getByRole("button", { name: "Make the coupon" }).click();
  await expect(making.getByText("Give it a title.")).toBeVisible();
  await making.getByLabel("Code").fill("agreed-10");
  await making.getByLabel("Title").fill("Ten for a friend");
  await making.getByLabel("Percent", { exact: true }).fill("10");
  await making.getByLabel("Billing periods").fill("2");
  await expectNoViolations(ownerPage, "making a coupon");
  await making.getByRole("button", { name: "Make the coupon" }).click();
  const row = ownerPage.getByRole("row", { name: /AGREED-10/ });
  await expect(row).toContainText("10% off");
  await expect(row).toContainText("2 billing periods");
  await expectNoViolations(ownerPage, "coupons");

  const page = await browser.newPage({ baseURL: portal.url });
  const person = { tenantId, role: "admin", name: "Ada Agreed", email: "admin@agreed.example" } as const;
  await signInAs(page, portal, await makePerson(portal, person));
  await open(page, `/tenants/${tenantId}/billing`);
  await expect(page.getByRole("button", { name: "Agreement…" })).toHaveCount(0);
  await page.getByRole("button", { name: "Use a coupon…" }).click();
  const coupon = page.getByRole("dialog", { name: "Use a coupon" });
  await coupon.getByLabel("Code").fill("nothing-like-it");
  await coupon.getByRole("button", { name: "Look it up" }).click();
  await expect(coupon.getByText("There is no coupon NOTHING-LIKE-IT.")).toBeVisible();
  await coupon.getByLabel("Code").fill("agreed-10");
  await coupon.getByRole("button", { name: "Look it up" }).click();
  await expect(coupon.getByText("Ten for a friend")).toBeVisible();
  await coupon.getByRole("button", { name: "Use it", exact: true }).click();
  const agreed = page.getByRole("region", { name: "Agreed with you" });
  await expect(agreed).toContainText("Ten for a friend: 10% off");

  const alerts = page.getByRole("region", { name: "Alerts on spend" });
  await alerts.getByLabel("Amount in EUR").fill("450");
  await alerts.getByRole("button", { name: "Add alert" }).click();
  await expect(alerts.getByRole("listitem")).toContainText("Cost so far reaches €450.00");
  await expectNoViolations(page, "plan and usage with what is agreed");
  await alerts.getByRole("button", { name: /^Take away: cost so far reaches €450\.00/ }).click();
  await expect(alerts.getByRole("listitem")).toHaveCount(0);
  await page.close();

  await open(ownerPage, `/tenants/${tenantId}/billing`);
  await ownerPage.getByRole("button", { name: "Agreement…" }).click();
  const agreement = ownerPage.getByRole("dialog");
  await agreement.getByLabel("Least amount in EUR").fill("12000");
  await agreement.getByLabel("Months", { exact: true }).fill("12");
  await expect(agreement.getByText("Nothing is charged or credited now.")).toBeVisible();
  await expectNoViolations(ownerPage, "an agreement");
  await agreement.getByRole("button", { name: "Agree", exact: true }).click();
  await expect(agreement).toHaveCount(0);
  await expect(ownerPage.getByRole("region", { name: "Agreed with you" })).toContainText(
    "At least €12,000.00",
  );
});
