import { applyCustomer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

test("a connection that somebody else changed meanwhile is not overwritten, and what was typed stays until asked", async ({
  portal,
  ownerPage: mine,
}) => {
  test.slow();
  const customer = await applyCustomer(portal, {
    ...{ slug: "changed-elsewhere", name: "Elsewhere Ltd", orders: 12, wait: true },
  });
  const sql = "select id from connections where tenant_id = ? and name = 'Shop'";
  const [connection] = ask<{ id: string }>(portal, sql, customer.id);
  const change = `/connections/${connection?.id}/change`;
  const theirs = await mine.context().newPage();
  await open(mine, change);
  await open(theirs, change);

  await theirs.getByRole("button", { name: "Test and change", exact: true }).click();
  await expect(theirs).toHaveURL(`/connections/${connection?.id}`);

  const path = mine.getByLabel("File", { exact: true });
  await path.fill("/nowhere/typed.db");
  await mine.getByRole("button", { name: "Test and change", exact: true }).click();
  const refused = mine.getByRole("alert").filter({ hasText: "Nothing was changed." });
  await expect(refused).toContainText("Somebody else changed");
  await expect(path).toHaveValue("/nowhere/typed.db");
  await refused.getByRole("button", { name: "Load what is there now", exact: true }).click();
  await expect(path).toHaveValue(customer.database);
  await mine.getByRole("button", { name: "Test and change", exact: true }).click();
  await expect(mine).toHaveURL(`/connections/${connection?.id}`);
  await theirs.close();
});
