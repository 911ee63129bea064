import type { Page } from "@playwright/test";
import { expectAsPictured, expectOtherThanPictured } from "../fixtures/baseline";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { importWithSample } from "../fixtures/kiosk";
import { whollyHydrated } from "../fixtures/page";
import { makePerson, type Person } from "../fixtures/people";
import { test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

/** The main states as pictures. A world of its own: nobody else's customers change its lists. */
test.use({
  sample: "off",
  portalEnv: { TENANTRY_GALLERY: "1", TENANTRY_LOG: "error" },
  contextOptions: { reducedMotion: "reduce" },
  viewport: { width: 1280, height: 800 },
  colorScheme: "light",
});

const TEMPLATE = "pictured";
const EACH_MS = 30_000;

let customer: Customer;
let admin: Person;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  await importWithSample(portal, TEMPLATE);
  const of = { slug: "pictured", name: "Harbour Books", orders: 400, template: TEMPLATE, wait: true };
  customer = await applyCustomer(portal, of);
  const person = { role: "admin" as const, name: "Ada Admin", email: "ada@pictured.example" };
  admin = await makePerson(portal, { ...person, tenantId: customer.id });
});

type State = [name: string, path: () => string, looks?: { dark?: boolean; width?: number }];

const DASHBOARD = "gallery/dashboards";
const OPERATOR: State[] = [
  ["tenants", () => "/tenants"],
  ["tenants on a telephone", () => "/tenants", { width: 375 }],
  ["tenant", () => `/tenants/${customer.id}`],
  ["run that failed", () => "/gallery/runs/failed"],
  ["run that went well, dark", () => "/gallery/runs/succeeded", { dark: true }],
  ["onboarding", () => "/tenants/new"],
  ["templates, dark", () => "/templates", { dark: true }],
  ["template", () => `/templates/${TEMPLATE}/1.0.0`],
  ["data model", () => "/gallery/model"],
  ["dashboard, dark", () => `/${DASHBOARD}/selected?theme=dark`, { dark: true }],
  ["dashboard in German", () => `/${DASHBOARD}/full?language=de`],
  ["dashboard that failed", () => `/${DASHBOARD}/error`],
  ["plans, dark", () => "/billing/plans", { dark: true }],
  ["nothing at this address", () => "/nothing-here"],
];

const CUSTOMER: State[] = [
  ["home of a customer", () => `/tenants/${customer.id}`],
  ["home of a customer on a telephone, dark", () => `/tenants/${customer.id}`, { width: 375, dark: true }],
  ["people", () => `/tenants/${customer.id}/people`],
  ["connections, dark", () => "/connections", { dark: true }],
  ["settings", () => `/tenants/${customer.id}/settings`],
];

/** Nothing in the window is still loading; objects of a sheet load when one comes to them. */
const settledIn = (page: Page) =>
  page.waitForFunction(() => {
    const busy = document.querySelectorAll(
      "main .appear-late, main [aria-busy=true], .dash-sheet[aria-busy]",
    );
    return [...busy].every((element) => element.getBoundingClientRect().top >= innerHeight);
  });

async function show(page: Page, [, path, { dark, width } = {}]: State): Promise<void> {
  await page.setViewportSize({ width: width ?? 1280, height: 800 });
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  await page.goto(path());
  await whollyHydrated(page);
  await settledIn(page);
}

async function showAll(page: Page, states: readonly State[]): Promise<void> {
  for (const state of states)
    await test.step(state[0], async () => {
      await show(page, state);
      await expectAsPictured(page, state[0]);
    });
}

test("the way in is as pictured", async ({ page }) => {
  await page.goto("/sign-in");
  await whollyHydrated(page);
  await expectAsPictured(page, "sign-in");
});

test("the operators' pages are as pictured", async ({ ownerPage: page }) => {
  test.setTimeout(OPERATOR.length * EACH_MS);
  await showAll(page, OPERATOR);
});

/** Puts a rule into the page, over all of its own, while something is done. */
async function withRule(page: Page, css: string, work: () => Promise<void>): Promise<void> {
  const sheet = await page.evaluateHandle((rule) => {
    const made = new CSSStyleSheet();
    made.replaceSync(rule);
    document.adoptedStyleSheets.push(made);
    return made;
  }, css);
  await work();
  await sheet.evaluate((made) => made.replaceSync(""));
}

const DIFFERENCES = {
  "a lost card": "main ol, main dl { visibility: hidden !important }",
  "a narrower sidebar": ":root { --sidebar: 13rem !important }",
  "another ground": ":root { --surface: #f0e8d8 !important }",
  "lost lines": ":root { --line: transparent !important; --line-strong: transparent !important }",
};

test("a picture tells a broken page, and not the machine's fonts", async ({ ownerPage: page }) => {
  test.setTimeout(6 * EACH_MS);
  const shown: State = ["run that failed", () => "/gallery/runs/failed"];
  await show(page, shown);
  // The page is scrolled to the failed step: it stays there while lines above it get other heights and their own again.
  const otherFonts =
    "* { overflow-anchor: none } :root { --font-sans: serif; --font-mono: serif } body { font-family: serif }";
  await withRule(page, otherFonts, () => expectAsPictured(page, shown[0]));
  for (const [what, css] of Object.entries(DIFFERENCES))
    await withRule(page, css, () => expectOtherThanPictured(page, shown[0], what));
  await page.emulateMedia({ colorScheme: "dark" });
  await expectOtherThanPictured(page, shown[0], "the other theme");
});

test("a customer's pages are as pictured", async ({ page, portal }) => {
  test.setTimeout(CUSTOMER.length * EACH_MS);
  await signInAs(page, portal, admin);
  await showAll(page, CUSTOMER);
});
