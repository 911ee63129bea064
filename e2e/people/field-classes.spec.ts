import { expectNoViolations } from "../fixtures/accessible";
import { FLEET } from "../fixtures/fleet";
import { applyShop, importLike } from "../fixtures/orders-like";
import { open } from "../fixtures/page";
import { makePerson } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

const kpi = (id: string, measure: string, x: number) => ({
  ...{ id, kind: "kpi", at: [x, 0, 6, 4], title: `How much ${id}` },
  measure,
});

test("an admin gives a class of fields to a group; whoever is not in it meets a notice in the object", async ({
  page,
  portal,
  browser,
}) => {
  test.slow();
  await importLike(portal, {
    id: "classes",
    change: (yaml) =>
      yaml
        .replace("{ name: Amount }", "{ name: Amount, class: financial }")
        .replace(
          "measures:\n",
          "measures:\n  - { name: orders, expression: Count(DISTINCT Order), label: Orders, format: integer }\n",
        ),
    objects: [kpi("money", "amount", 0), kpi("business", "orders", 6)],
  });
  const shop = { slug: "classes", name: "Classes", templates: ["classes@1.0.0"], groups: ["Bookkeeping"] };
  const { id: tenantId, apps } = await applyShop(portal, shop);
  const person = (role: "admin" | "viewer", name: string) =>
    makePerson(portal, { tenantId, role, name, email: `${role}@classes.example` });
  const [admin, viewer] = [await person("admin", "Ada Admin"), await person("viewer", "Vic Viewer")];
  const app = `/tenants/${tenantId}/apps/${apps[0]}`;

  const theirs = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signInAs(theirs, portal, viewer);
  await open(theirs, `${portal.url}${app}`);
  const object = (title: string) => theirs.getByRole("region", { name: title });
  await expect(object("How much money")).toContainText(/\d/);

  await signInAs(page, portal, admin);
  await open(page, `/tenants/${tenantId}/people?tab=groups`);
  const classes = page.getByRole("region", { name: "Field classes" });
  await expect(classes).toContainText("Orders: Amount");
  await classes.getByRole("button", { name: "Who sees financial" }).click();
  await page.getByRole("checkbox", { name: /Bookkeeping/ }).click();
  await expectNoViolations(page, "who sees a class of fields");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(classes).toContainText("Bookkeeping");

  await open(theirs, `${portal.url}${app}`);
  await expect(object("How much business")).toContainText("60");
  await expect(object("How much money")).toContainText("You may not see this");
  await expect(object("How much money")).not.toContainText(/query\.|error/i);
  await expectNoViolations(theirs, "an object of which nothing may be seen");
  await theirs.context().close();
});
