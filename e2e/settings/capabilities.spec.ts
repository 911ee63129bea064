import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { makePerson } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

test.use(FLEET);

test("an admin sees why exports are off, asks for them, and has them once an operator has decided", async ({
  ownerPage: operator,
  portal,
  browser,
}) => {
  test.setTimeout(120_000);
  const [row] = ask<{ id: string }>(
    portal,
    "select id from tenants where state = 'active' and plan = 'growth@1' order by id desc limit 1",
  );
  const tenantId = String(row?.id);
  const person = await makePerson(portal, {
    ...{ tenantId, role: "admin", name: "Ada", email: "ada@capabilities.example" },
  });
  const exportsOf = (page: typeof operator) => page.locator('[data-capability="export"]');
  const decide = async (choice: "On" | "Off", reason: string) => {
    await exportsOf(operator).getByRole("button", { name: "Change: Exports" }).click();
    const dialog = operator.getByRole("dialog");
    await dialog.getByRole("button", { name: choice, exact: true }).click();
    await dialog.getByLabel("Reason").fill(reason);
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toHaveCount(0);
  };

  await open(operator, `/tenants/${tenantId}/settings`);
  await expect(exportsOf(operator)).toContainText("On");
  await decide("Off", "not paid for");
  await expect(exportsOf(operator)).toContainText("not paid for");

  const context = await browser.newContext();
  const admin = await context.newPage();
  await signInAs(admin, portal, person);
  await open(admin, `/tenants/${tenantId}/settings`);
  await expect(exportsOf(admin)).toContainText("Switched off by the vendor. The plan has it.");
  await expect(admin.getByText("not paid for")).toHaveCount(0);
  await exportsOf(admin).getByRole("button", { name: "Ask for: Exports" }).click();
  await admin.getByLabel("What is it for?").fill("Our board reads on paper.");
  await admin.getByRole("dialog").getByRole("button", { name: "Ask for it" }).click();
  await expect(exportsOf(admin).getByRole("button", { name: "Ask for: Exports" })).toBeDisabled();

  await open(operator, "/");
  await operator.getByRole("button", { name: /^Notifications, \d+ unread$/ }).click();
  const told = operator.getByRole("dialog", { name: "Notifications" });
  await expect(told.getByText(/asks for exports/i).first()).toBeVisible();
  await open(operator, `/tenants/${tenantId}/settings`);
  await expect(exportsOf(operator)).toContainText("Our board reads on paper.");
  await decide("On", "agreed");
  await expect(exportsOf(operator)).not.toContainText("Our board");

  await open(admin, `/tenants/${tenantId}/settings`);
  await expect(exportsOf(admin)).toContainText("Switched on by the vendor.");
  await expect(exportsOf(admin).getByRole("button")).toHaveCount(0);
  await context.close();
});
