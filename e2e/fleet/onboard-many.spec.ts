import { join } from "node:path";
import { ROOT } from "../../server/setup/paths.mjs";
import { expectNoViolations } from "../fixtures/accessible";
import { importTemplate } from "../fixtures/apply";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";
import { makeShop } from "../fixtures/shop";
import { tenantryOk } from "../fixtures/tenantry";

test.use(FLEET);

const SECRET = "planted-many-5f2c1a";

test("many customers from one file, without the row that is wrong, by one run", async ({
  ownerPage: page,
  portal,
}) => {
  await importTemplate(portal, join(ROOT, "e2e/fixtures/orders"));
  const databases = ["one", "two"].map((name) => join(`${portal.data}-customers`, `many-${name}.db`));
  for (const file of databases) makeShop(file, { orders: 50 });
  const csv = [
    "slug,name,plan,admin_email,templates,connection_kind,connection.path,secret",
    `many-one,First of many,growth@1,ada@one.example,orders@1.0.0,sqlite,${databases[0]},`,
    "many-bad,Wrong one,groth@1,not-an-address,orders@1.0.0,sqlite,x.db,",
    `many-two,Second of many,growth@1,,orders@1.0.0,sqlite,${databases[1]},ask`,
  ].join("\n");

  await open(page, "/tenants/import");
  const file = { name: "customers.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.locator("input[type=file]").setInputFiles(file);
  const rows = page.getByRole("region", { name: "Rows of the file" }).locator("tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText("Is left out");
  await expect(rows.nth(1)).toContainText("admin_email: is not an e-mail address");
  await expect(rows.nth(1).locator("td").first()).toHaveText("3");

  const start = page.getByRole("button", { name: "Onboard 2 tenants without the bad row" });
  await start.click();
  await expect(page.getByText("This secret is needed.")).toBeVisible();
  await expectNoViolations(page, "onboard many, a bad row and a secret to come");
  await page.getByLabel(/^Secret for sqlite/).fill(SECRET);
  await start.click();

  await expect(page.getByRole("heading", { name: "Onboard 2 tenants", level: 1 })).toBeVisible();
  await expect(page.getByText("All steps are done.")).toBeVisible({ timeout: 60_000 });
  const tenants = page.getByRole("region", { name: "Tenants of this run" });
  await expect(tenants.locator("tbody tr")).toHaveCount(2);
  await expect(page.getByRole("heading", { name: "Tenants, 2 of 2 ready" })).toBeVisible();
  expect(await page.content()).not.toContain(SECRET);

  for (const slug of ["many-one", "many-two"]) {
    const [tenant] = await tenantryOk(portal, ["tenants", "show", slug]);
    expect(tenant).toMatchObject({ slug, state: "active" });
  }
  expect(portal.output()).not.toContain(SECRET);
});
