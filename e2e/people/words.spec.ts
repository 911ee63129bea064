import type { Page } from "@playwright/test";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
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

/** The audit trail names actions as they are for everybody: by their codes. The claim of a token has its own name too. */
const never = (language: Language, path: string) =>
  new RegExp(
    `(?<![(\\w])(${path.endsWith("/activity") ? BELOW : `${BELOW}|${NEVER[language]}`})(?!\\w)`,
    "giu",
  );

let customer: Customer;
let ids: { app: string; connection: string; reload: string };

test.beforeAll(async ({ portal }) => {
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
  ...["sheets", "model", "content", "access"].map(
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

const CASES = LANGUAGES.flatMap((language) =>
  (["viewer", "author", "admin"] as const).map((role) => [role, language] as const),
);

for (const [role, language] of CASES)
  test(`a customer's ${role} reads their own words on every page, in ${language}`, async ({
    page,
    portal,
  }) => {
    test.setTimeout(180_000);
    const of = { tenantId: customer.id, role, name: `Lin ${role}` };
    const person = await makePerson(portal, { ...of, email: `lin-${role}-${language}@plain-words.example` });
    await signInAs(page, portal, person);
    await page.context().addCookies([{ name: "tenantry-language", value: language, url: portal.url }]);
    for (const path of [...OF_ALL(), ...(role === "admin" ? OF_ADMINS() : [])]) {
      await open(page, path);
      await expect(page.locator("main .appear-late, main [aria-busy=true]")).toHaveCount(0);
      const found = [...(await said(page)).matchAll(never(language, path))].map(({ input, index }) =>
        input.slice(Math.max(0, index - 40), index + 40),
      );
      expect.soft(found, `${language} ${path}`).toEqual([]);
    }
  });
