import { expectNoViolations } from "../fixtures/accessible";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { FLEET } from "../fixtures/fleet";
import { goTo, open, whollyHydrated } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

/** Words are longer in German and French: on a telephone, where they are in each other's way first. */
test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

const LANGUAGES = ["de", "fr"];
const EACH_MS = 20_000;

let customer: Customer;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  const of = { slug: "axe-words", name: "Linde & Tilleul", orders: 200, wait: true };
  customer = await applyCustomer(portal, of);
});

/** The operators' pages; those that a customer's people have are looked at where their words are read (`words.spec.ts`). */
const PATHS = () => [
  ...["/", "/tenants", "/tenants/new", "/templates/orders/1.0.0", "/runs", `/runs/${customer.run}`],
  ...["/connections", "/reloads", "/audit", "/billing", "/billing/plans", "/account", "/settings/mail"],
  `/tenants/${customer.id}`,
];

for (const language of LANGUAGES)
  test(`main pages have no violation and fit a telephone, in ${language}`, async ({
    ownerPage: page,
    portal,
  }) => {
    test.setTimeout(PATHS().length * EACH_MS);
    await page.context().addCookies([{ name: "tenantry-language", value: language, url: portal.url }]);
    await page.setViewportSize({ width: 375, height: 800 });
    await open(page, "/help");
    for (const path of PATHS())
      await test.step(path, async () => {
        await page.emulateMedia({ colorScheme: "light" });
        await goTo(page, path);
        await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${language}\\b`));
        await expect(page.locator("main .appear-late, main [aria-busy=true]")).toHaveCount(0);
        await whollyHydrated(page);
        await expectNoViolations(page, `${path} in ${language}`, { widths: [375] });
      });
  });
