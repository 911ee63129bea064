import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { TOTP } from "otpauth";
import { freePort } from "../../server/setup/checks.mjs";
import { type CanaryWatch, watchForCanaries } from "../fixtures/canaries";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { type EmbedHost, runEmbedHost } from "../fixtures/embed-host";
import { FLEET } from "../fixtures/fleet";
import { importWithSample } from "../fixtures/kiosk";
import { hydrated, open } from "../fixtures/page";
import { makePerson, type Person } from "../fixtures/people";
import { picture } from "../fixtures/picture";
import { test, expect as withinTenSeconds } from "../fixtures/portal";
import type { RunningPortal } from "../fixtures/running-portal";
import { makeShop } from "../fixtures/shop";
import { signInByForm, submitSignIn } from "../fixtures/sign-in";

/**
 * What a customer does alone, from end to end: the admin of a new tenant invites a colleague, brands the tenant, sees
 * it in a page of another site, connects another database and reads what happened. Another tenant lives beside it all
 * the while, and nothing of either is ever seen by the other.
 */
test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" }, viewport: { width: 1600, height: 1000 } });

/** Many steps in one test, on machines that do other things as well. */
const EACH_MS = 30_000;
const expect = withinTenSeconds.configure({ timeout: EACH_MS });

const TEMPLATE = "own-tenant";
const PASSWORD = "seven herons over a quiet weir";
const NEXT_CODE_MS = 30_000;
/** Of the guide's pictures, which this test makes. */
const PICTURE = { size: { width: 1180, height: 720 } };
const OWN = {
  name: "Kestrel Trading",
  shops: ["Kestrel quay", "Kestrel hill", "Kestrel mill", "Kestrel gate", "Kestrel web"],
};
const OTHER = {
  name: "Magpie Stores",
  shops: ["Magpie one", "Magpie two", "Magpie three", "Magpie four", "Magpie five"],
};

let own: Customer & { app: string };
let other: Customer & { app: string };
let admin: Person;
let neighbor: Person;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(120_000);
  await importWithSample(portal, TEMPLATE);
  const customer = async (slug: string, { name, shops }: typeof OWN) => {
    const made = await applyCustomer(portal, {
      slug,
      name,
      shops,
      orders: 400,
      template: TEMPLATE,
      wait: true,
    });
    const [app] = ask<{ id: string }>(portal, "select id from apps where tenant_id = ?", made.id);
    return { ...made, app: app?.id ?? "" };
  };
  [own, other] = await Promise.all([customer("kestrel", OWN), customer("magpie", OTHER)]);
  const chief = (tenant: Customer) =>
    makePerson(portal, {
      tenantId: tenant.id,
      role: "admin",
      name: `Chief of ${tenant.name}`,
      email: `chief@${tenant.slug}.example`,
    });
  [admin, neighbor] = [await chief(own), await chief(other)];
});

/** The app's sheets in the portal itself. */
const sheetsOf = (page: Page) => page.locator("main .dash");

const dashboardOf = (page: Page) => page.frameLocator("tenantry-app iframe");

/** A browser of its own, in which no word of another tenant may turn up. */
async function browserOf(
  browser: Browser,
  baseURL: string,
  canaries: readonly string[],
): Promise<{ context: BrowserContext; page: Page; watch: CanaryWatch }> {
  const viewport = { width: 1600, height: 1000 };
  const context = await browser.newContext({ baseURL, viewport, locale: "en-GB", reducedMotion: "reduce" });
  return { context, page: await context.newPage(), watch: watchForCanaries(context, canaries) };
}

/** Invites an author by a link, as the people page gives it where no mail server is set. */
async function inviteAuthor(page: Page, email: string): Promise<string> {
  await open(page, `/tenants/${own.id}/people`);
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("radio", { name: /^Author/ }).click();
  await picture(page, "customer invite", PICTURE);
  await page.getByRole("button", { name: "Send invitation" }).click();
  const link = (await page.getByTestId("secret").textContent()) ?? "";
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByRole("row").filter({ hasText: email })).toContainText("Invited until");
  return link;
}

/** Joins, sets a second factor up, and comes in again with it. */
async function joinWithSecondFactor(page: Page, link: string, email: string): Promise<void> {
  await page.goto(link);
  await hydrated(page);
  await page.getByLabel("Your name").fill("Noor Author");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/tenants/${own.id}$`));
  await expect(page.getByRole("heading", { level: 1, name: OWN.name })).toBeVisible();
  await open(page, "/second-factor");
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Go on" }).click();
  const secret = ((await page.getByTestId("factor-key").textContent()) ?? "").replace(/\s/g, "");
  const code = (later = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + later });
  await page.getByLabel("Code the app shows now").fill(code());
  await page.getByRole("button", { name: "Turn second factor on" }).click();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes are left")).toBeVisible();

  await page.context().clearCookies();
  await page.goto("/sign-in");
  await submitSignIn(page, { email, password: PASSWORD });
  // A code counts once: this is the app's next one.
  await page.getByLabel("Code of your authenticator app").fill(code(NEXT_CODE_MS));
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page).toHaveURL(new RegExp(`/tenants/${own.id}$`));
  await expect(page.getByRole("heading", { level: 1, name: OWN.name })).toBeVisible();
}

/** Duplicates the template's locked sheet, changes a chart of the copy and shares it. */
async function copyChangeAndShare(page: Page): Promise<void> {
  await hydrated(page);
  await page.getByRole("table", { name: "Apps" }).getByRole("link").first().click();
  await expect(page.getByText("It is locked")).toBeVisible();
  await page.getByRole("button", { name: "Duplicate and edit" }).click();
  await page.getByLabel("Title").fill("Noor’s view");
  await page.getByRole("dialog").getByRole("button", { name: "Duplicate and edit" }).click();
  await page
    .getByRole("button", { name: /^Shops/ })
    .and(page.locator(".sheet-cover"))
    .press("Enter");
  const panel = page.getByRole("region", { name: "Properties" });
  await panel.getByRole("tab", { name: "Look" }).click();
  await panel.getByLabel("Title", { exact: true }).fill("Where it came in");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved").first()).toBeVisible();
  await page.getByRole("button", { name: "Back to the app" }).click();
  await expect(page.getByLabel("Where it came in", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "More for Noor’s view" }).click();
  await page.getByRole("menuitem", { name: "Share with everybody" }).click();
  await expect(page.getByText("shared with everybody who opens this app")).toBeVisible();
}

async function brand(page: Page): Promise<void> {
  await open(page, `/tenants/${own.id}/settings`);
  await page.getByLabel("Colour", { exact: true }).fill("#0a5c36");
  await picture(page, "customer brand", PICTURE);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Settings saved")).toBeVisible();
}

/** Has a key pair made, allows a page of another site, and gives both to that site's server. */
async function embedElsewhere(page: Page, portal: RunningPortal): Promise<EmbedHost> {
  await open(page, `/tenants/${own.id}/embeds`);
  const port = await freePort();
  await page.getByRole("region", { name: "Allowed origins" }).getByRole("button", { name: "Add" }).click();
  const origin = page.getByLabel("Origin", { exact: true });
  await origin.fill(`http://127.0.0.1:${port}`);
  await origin.press("Enter");
  await expect(page.getByRole("button", { name: `Remove http://127.0.0.1:${port}` })).toBeVisible();
  await page.getByRole("region", { name: "Keys" }).getByRole("button", { name: "Add" }).click();
  await page.getByLabel("Name", { exact: true }).fill("office");
  await page.getByRole("button", { name: "Add the key" }).click();
  const dialog = page.getByRole("dialog", { name: /^Private key of/ });
  const pem = (await dialog.getByTestId("private-key").textContent()) ?? "";
  const kid = (await dialog.getByText(/^emk_\w+$/).textContent()) ?? "";
  await page.getByRole("button", { name: "I have copied it" }).click();
  await expect(dialog).toHaveCount(0);
  await picture(page, "customer embeds", PICTURE);
  return runEmbedHost(portal, { id: own.app, tenantId: own.id }, { port, kid, pem });
}

/** Uploads another database, tries it, connects it in place of the first, and reloads. */
async function connectAndReload(page: Page, file: string): Promise<void> {
  await open(page, `/connections?tenant=${own.id}`);
  await page.getByRole("row").filter({ hasText: "Shop" }).getByRole("link").first().click();
  await page.getByRole("link", { name: "Change source" }).click();
  await page.getByRole("radio", { name: "SQLite" }).click();
  await page.locator("input[type=file]").setInputFiles(file);
  await expect(page.getByRole("textbox", { name: "File" })).toHaveValue(/^upload:/);
  await picture(page, "customer source", PICTURE);
  await page.getByRole("button", { name: "Test and change" }).click();
  await expect(page.getByText("Shop reads from its new source")).toBeVisible();
  await reload(page, own);
}

async function reload(page: Page, { id, app }: { id: string; app: string }): Promise<void> {
  await open(page, `/tenants/${id}/apps/${app}`);
  await page.getByRole("button", { name: "Reload now" }).click();
  await expect(page).toHaveURL(/\/reloads\//);
  await expect(page.locator("main").getByText("Succeeded", { exact: true }).first()).toBeVisible();
}

const firstSteps = (page: Page) => page.getByRole("region", { name: "First steps" });

const revenue = (page: Page) =>
  sheetsOf(page)
    .locator("section")
    .and(sheetsOf(page).getByLabel("Amount", { exact: true }));

test("a customer runs their own tenant alone, beside another one", async ({
  page,
  context,
  browser,
  portal,
}) => {
  test.setTimeout(240_000);
  const watch = watchForCanaries(context, [OTHER.name, "Magpie", other.id, other.app]);
  const beside = await browserOf(browser, portal.url, [OWN.name, "Kestrel", own.id, own.app]);
  const author = await browserOf(browser, portal.url, [OTHER.name, "Magpie", other.id, other.app]);

  await test.step("the neighbour opens their own app, and it is full of their own words", async () => {
    await signInByForm(beside.page, portal, neighbor);
    await open(beside.page, `/tenants/${other.id}/apps/${other.app}`);
    await expect(sheetsOf(beside.page).getByText("Magpie two").first()).toBeVisible();
  });

  await test.step("the admin invites a colleague, who comes in with a second factor", async () => {
    await signInByForm(page, portal, admin);
    await expect(page).toHaveURL(`/tenants/${own.id}`);
    await expect(firstSteps(page)).toContainText("0 of 4 done");
    await picture(page, "customer home", PICTURE);
    await firstSteps(page).getByRole("link", { name: "Check your connection", exact: true }).click();
    await expect(page).toHaveURL(`/tenants/${own.id}/welcome?step=connection`);
    const shop = page.getByRole("region", { name: "Connections" }).getByRole("listitem");
    await shop.filter({ hasText: "Shop" }).getByRole("button", { name: "Test connection" }).click();
    await expect(page.getByText(/^Answered in/)).toBeVisible();
    const email = "noor@kestrel.example";
    await joinWithSecondFactor(author.page, await inviteAuthor(page, email), email);
  });

  await test.step("the colleague copies a locked sheet, changes a chart, shares it; the admin sees it", async () => {
    await copyChangeAndShare(author.page);
    await open(page, `/tenants/${own.id}/apps/${own.app}`);
    await sheetsOf(page)
      .getByRole("button", { name: /Noor’s view/ })
      .click();
    await expect(sheetsOf(page).getByLabel("Where it came in", { exact: true })).toBeVisible();
  });

  await test.step("the admin's colours are in a page of another site, without any cookie", async () => {
    await brand(page);
    const host = await embedElsewhere(page, portal);
    const guest = await browserOf(browser, host.url, ["Magpie", other.id, other.app]);
    try {
      await guest.page.goto(host.url);
      const dash = dashboardOf(guest.page).locator(".dash");
      await expect(dash).toHaveAttribute("style", /--brand: ?light-dark\(#0a5c36/);
      await expect(dashboardOf(guest.page).getByText("Kestrel quay").first()).toBeVisible();
      expect(await guest.context.cookies(), "no cookie was needed").toEqual([]);
      await guest.watch.expectNone();
    } finally {
      await guest.context.close();
      host.stop();
    }
  });

  await test.step("another database is connected and its figures are there after a reload", async () => {
    const file = join(`${portal.data}-customers`, "kestrel-second.db");
    makeShop(file, { orders: 900, shops: OWN.shops.map((name) => `${name} 2`) });
    await Promise.all([connectAndReload(page, file), reload(beside.page, other)]);
    await open(page, `/tenants/${own.id}/apps/${own.app}`);
    await expect(sheetsOf(page).getByText("Kestrel quay 2").first()).toBeVisible();
    await expect(revenue(page)).toContainText("405k");
  });

  await test.step("the audit trail of the own tenant tells it all", async () => {
    await open(page, `/tenants/${own.id}/activity`);
    const table = page.getByRole("region", { name: "Audit entries" });
    for (const done of [
      "Invited a person",
      "Accepted an invitation",
      "Made a sheet",
      "Changed a tenant",
      "Changed a connection",
      "Started a reload",
    ])
      await expect(table.getByText(done).first()).toBeVisible();
    await picture(page, "customer activity", PICTURE);
    await open(page, `/tenants/${own.id}`);
    await expect(page.getByRole("heading", { level: 1, name: OWN.name })).toBeVisible();
    await firstSteps(page).getByRole("link", { name: "Look at your first app", exact: true }).click();
    await expect(page.locator("main .dash").first()).toBeVisible();
    await open(page, `/tenants/${own.id}`);
    await expect(firstSteps(page), "all first steps are done").toHaveCount(0);
  });

  await test.step("the neighbour sees what they saw, and nobody a word of the other", async () => {
    await open(beside.page, `/tenants/${other.id}/apps/${other.app}`);
    await expect(sheetsOf(beside.page).getByText("Magpie two").first()).toBeVisible();
    for (const one of [watch, beside.watch, author.watch]) {
      await one.expectNone();
      expect(one.looked(), "answers looked into").toBeGreaterThan(5);
    }
  });
  await Promise.all([beside.context.close(), author.context.close()]);
});
