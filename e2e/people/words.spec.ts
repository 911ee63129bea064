import type { Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { goTo, open, whollyHydrated } from "../fixtures/page";
import { makePerson } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

/** What a customer's people never read: what is below, and what the vendor calls its work with them. */
const BELOW = "duckdb|qlik\\w*|hypercube\\w*|fleet|flotte";
const NEVER = {
  en: "tenants?|operators?|provision\\w*|staged?|generations?",
  de: "mandant\\w*|betreiber\\w*|provision\\w*|generation\\w*",
  fr: "locataires?|opérateurs?|provision\\w*|générations?",
};
const LANGUAGES = ["en", "de", "fr"] as const;
type Language = keyof typeof NEVER;
const EACH_MS = 20_000;

/** The audit trail names actions as they are for everybody: by their codes. The claim of a token has its own name too. */
const never = (language: Language, path: string) =>
  new RegExp(
    `(?<![(\\w])(${path.endsWith("/activity") ? BELOW : `${BELOW}|${NEVER[language]}`})(?!\\w)`,
    "giu",
  );

let customer: Customer;
let ids: { app: string; connection: string; reload: string };

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  customer = await applyCustomer(portal, {
    slug: "plain-words",
    name: "Linden Books",
    orders: 300,
    wait: true,
  });
  const id = (sql: string) => ask<{ id: string }>(portal, sql, customer.id)[0]?.id ?? "";
  ids = {
    app: id("select id from apps where tenant_id = ?"),
    connection: id("select id from connections where tenant_id = ?"),
    reload: id("select id from reloads where tenant_id = ?"),
  };
});

const OF_ALL = () => [
  `/tenants/${customer.id}`,
  `/tenants/${customer.id}/apps/${ids.app}`,
  "/apps",
  "/account",
  "/help",
  "/nothing-here",
];

/** Pages of the vendor's own work: for people of customers there is nothing at these addresses. */
const OF_OPERATORS = [
  ...["/developers", "/audit", "/audit/archive", "/tenants/new", "/tenants/import", "/tenants/change-plan"],
  ...["/billing", "/billing/plans", "/billing/runs", "/billing/settings", "/templates", "/templates/orders"],
  ...["operators", "mail", "network", "files", "api-keys", "outbox", "announcements"].map(
    (part) => `/settings/${part}`,
  ),
  "/settings",
];

const OF_ADMINS = () => [
  ...[
    "people",
    "people?tab=groups",
    "people?tab=deliveries",
    "people/import",
    "settings",
    "embeds",
    "activity",
  ].map((part) => `/tenants/${customer.id}/${part}`),
  ...["billing", "billing/plans", `embeds/${ids.app}`].map((part) => `/tenants/${customer.id}/${part}`),
  ...["embed", "model", "content", "access"].map(
    (tab) => `/tenants/${customer.id}/apps/${ids.app}?tab=${tab}`,
  ),
  ...["/connections", `/connections/${ids.connection}`, "/reloads", `/reloads/${ids.reload}`],
];

/** All that a page says: its text, and the names and hints of what is on it. */
async function said(page: Page): Promise<string> {
  const named = await page
    .locator("[aria-label], [title], [placeholder]")
    .evaluateAll((elements) =>
      elements.flatMap((element) =>
        ["aria-label", "title", "placeholder"].map((name) => element.getAttribute(name) ?? ""),
      ),
    );
  // biome-ignore lint/performance/useDomNodeTextContent: what is read; scripts of the page hold all words there are
  return [await page.title(), await page.locator("body").innerText(), ...named].join("\n");
}

/** Longer words are in each other's way on a telephone first; the operators' pages are looked at by `languages.spec.ts`. */
const TO_LOOK_AT = () =>
  ["", "/people", "/people?tab=groups", "/settings", "/embeds", "/activity", "/billing", "/billing/plans"]
    .map((part) => `/tenants/${customer.id}${part}`)
    .concat(`/tenants/${customer.id}/apps/${ids.app}`);

async function readPage(page: Page, language: Language, path: string): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", new RegExp(`^${language}\\b`));
  await expect(page.locator("main .appear-late, main [aria-busy=true]")).toHaveCount(0);
  const found = [...(await said(page)).matchAll(never(language, path))].map(({ input, index }) =>
    input.slice(Math.max(0, index - 40), index + 40),
  );
  expect.soft(found, `${language} ${path}`).toEqual([]);
}

async function lookAt(page: Page, name: string): Promise<void> {
  await whollyHydrated(page);
  await expectNoViolations(page, name, { widths: [375] });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light" });
}

for (const role of ["viewer", "author", "admin"] as const)
  test(`a customer's ${role} reads their own words on every page, in every language`, async ({
    page,
    portal,
  }) => {
    const admin = role === "admin";
    const paths = [...OF_ALL(), ...(admin ? OF_ADMINS() : [])];
    test.setTimeout(paths.length * LANGUAGES.length * EACH_MS);
    const of = { tenantId: customer.id, role, name: `Lin ${role}` };
    await signInAs(
      page,
      portal,
      await makePerson(portal, { ...of, email: `lin-${role}@plain-words.example` }),
    );
    for (const language of LANGUAGES) {
      await page.context().addCookies([{ name: "tenantry-language", value: language, url: portal.url }]);
      await open(page, "/account");
      for (const path of paths)
        await test.step(`${language} ${path}`, async () => {
          const looks = admin && language !== "en" && TO_LOOK_AT().includes(path);
          await goTo(page, path);
          await readPage(page, language, path);
          if (looks) await lookAt(page, `${path} in ${language}`);
        });
    }
  });

for (const role of ["viewer", "admin"] as const)
  test(`a customer's ${role} finds nothing where operators work, and their own place where tenants are listed`, async ({
    page,
    portal,
  }) => {
    test.setTimeout(OF_OPERATORS.length * EACH_MS);
    const of = { tenantId: customer.id, role, name: `Ash ${role}` };
    await signInAs(
      page,
      portal,
      await makePerson(portal, { ...of, email: `ash-${role}@plain-words.example` }),
    );
    for (const path of OF_OPERATORS)
      await test.step(path, async () => {
        const answer = await page.goto(path);
        expect.soft(answer?.status(), path).toBe(404);
        await expect(
          page.getByRole("heading", { name: "There is nothing at this address", exact: true }),
        ).toBeVisible();
        expect.soft([...(await said(page)).matchAll(never("en", path))], path).toEqual([]);
      });
    for (const path of ["/tenants", "/tenants?view=failed", "/tenants?q=Linden"]) {
      await page.goto(path);
      await expect(page).toHaveURL(`/tenants/${customer.id}`);
    }
    await expect(page.getByRole("heading", { level: 1, name: "Linden Books", exact: true })).toBeVisible();
    await expect(page).toHaveTitle("Linden Books");
  });
