import type { Page } from "@playwright/test";
import { BROWSER_ARGS, systemBrowser } from "../../server/setup/browser.mjs";
import { expectNoViolations } from "../fixtures/accessible";
import { type EmbedHost, embedUrl, type SampleApp, sampleApp, startEmbedHost } from "../fixtures/embed-host";
import { open } from "../fixtures/page";
import { picture } from "../fixtures/picture";
import { expect, test } from "../fixtures/portal";

/** Of the pictures in the guide. */
const PICTURE = { size: { width: 1180, height: 720 } };

/** The host is http://127.0.0.1, the embed http://localhost: two sites, and third-party cookies are blocked. */

let app: SampleApp;
let host: EmbedHost;
let stranger: EmbedHost;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(150_000);
  app = await sampleApp(portal);
  host = await startEmbedHost(portal, app, { allowed: true });
  stranger = await startEmbedHost(portal, app, { allowed: false });
});

test.afterAll(() => {
  host?.stop();
  stranger?.stop();
});

interface Element extends HTMLElement {
  select(field: string, values: (string | number)[]): void;
  clear(): void;
  getState(): Promise<{ selections: Record<string, unknown[]> } | null>;
  onSelection(listener: (state: { selections: object }) => void): () => void;
  resize(height: number | "auto"): void;
  exportPdf(): Promise<{ name: string; cut: boolean }>;
}

const selections = (page: Page) =>
  page.locator("tenantry-app").evaluate(async (e) => (await (e as Element).getState())?.selections);

const frameOf = (page: Page) => page.frameLocator("tenantry-app iframe");

test("a page of another site shows the dashboard, and selections go both ways", async ({ page, context }) => {
  await page.goto(host.url);
  const frame = frameOf(page);
  await expect(frame.getByRole("region").first()).toBeVisible();
  await expect(page.locator("#said")).toContainText("ready");

  await frame.getByText("North", { exact: true }).first().click();
  await expect(page.locator("#said")).toContainText('selection {"Region":["North"]}');
  await picture(page, "embedding page", PICTURE);

  await page.locator("tenantry-app").evaluate((e) => (e as Element).select("Region", ["South"]));
  await expect.poll(() => selections(page)).toEqual({ Region: ["South"] });
  await page.locator("tenantry-app").evaluate((e) => (e as Element).clear());
  await expect.poll(() => selections(page)).toEqual({});
  expect(await context.cookies(), "no cookie was needed").toEqual([]);
});

test("the frame is as high as its dashboard, and dark where the page asks for it", async ({ page }) => {
  await page.goto(host.url);
  await expect(page.locator("#said")).toContainText("ready");
  const iframe = page.locator("tenantry-app iframe");
  await expect.poll(async () => (await iframe.boundingBox())?.height).toBeGreaterThan(500);
  await page.locator("tenantry-app").evaluate((e) => e.setAttribute("theme", "dark"));
  await expect(frameOf(page).locator("html")).toHaveAttribute("data-theme", "dark");
});

test("the page asks for one chart, hides parts, sets the height, hears selections and has a PDF made", async ({
  page,
}) => {
  await page.goto(host.url);
  await expect(page.locator("#said")).toContainText("ready");
  const element = page.locator("tenantry-app");
  const frame = frameOf(page);
  const set = (name: string, value: string) =>
    element.evaluate((e, [n, v]) => e.setAttribute(n, v), [name, value] as const);
  await expect(frame.getByRole("button", { name: /^Find/ })).toBeVisible();
  await set("hide", "toolbar tabs");
  await expect(frame.getByRole("button", { name: /^Find/ })).toHaveCount(0);
  await expect(frame.getByRole("toolbar", { name: "Selections" })).toBeVisible();

  await set("object", "by-category");
  await expect(frame.getByRole("toolbar", { name: "Selections" })).toHaveCount(0);
  await expect(frame.locator(".dash-object")).toHaveCount(1);
  await element.evaluate((e: Element) => {
    e.onSelection((state) => e.setAttribute("data-heard", JSON.stringify(state.selections)));
    e.select("Region", ["North"]);
  });
  await expect(element).toHaveAttribute("data-heard", '{"Region":["North"]}');

  await element.evaluate((e: Element) => e.resize(333));
  const iframe = page.locator("tenantry-app iframe");
  await expect.poll(async () => (await iframe.boundingBox())?.height).toBe(333);
  const saved = page.waitForEvent("download");
  const told = await element.evaluate((e: Element) => e.exportPdf());
  expect((await saved).suggestedFilename()).toBe(told.name);
  expect(told.name).toMatch(/\.pdf$/);

  await set("object", "no-such-chart");
  await expect(page.locator("#said")).toContainText("embeds.object");
});

test("the frame speaks the language the page asks for, and English where it does not know it", async ({
  page,
}) => {
  await page.goto(host.url);
  await expect(page.locator("#said")).toContainText("ready");
  const speak = (tag: string) =>
    page.locator("tenantry-app").evaluate((e, to) => e.setAttribute("language", to), tag);
  const bar = (name: string) => frameOf(page).getByRole("toolbar", { name, exact: true });
  await expect(bar("Selections")).toBeVisible();
  await speak("de-AT");
  await expect(bar("Auswahlen")).toBeVisible();
  await expect(frameOf(page).locator("html")).toHaveAttribute("lang", "de-DE");
  await speak("fr");
  await expect(bar("Sélections")).toBeVisible();
  await speak("pl");
  await expect(bar("Selections")).toBeVisible();
});

test("a part that can't be fetched says so in its own place, and comes when it is asked for again", async ({
  page,
}) => {
  let gone = true;
  await page.route(/\/chunk-[^/]+\.js/, (route) =>
    gone ? route.fulfill({ status: 404 }) : route.continue(),
  );
  await page.goto(host.url);
  const frame = frameOf(page);
  const chart = frame.locator(".chart").first();
  await expect(chart.getByRole("alert")).toContainText("This part could not be loaded.");
  await expect(frame.getByRole("region", { name: "Sales", exact: true }).first()).toContainText(/\d/);
  await frame.getByRole("button", { name: "Bookmarks", exact: true }).click();
  const bar = frame.getByRole("toolbar", { name: "Selections" });
  await expect(bar.getByRole("alert")).toBeVisible();
  gone = false;
  await bar.getByRole("button", { name: "Try again" }).click();
  await expect(frame.getByRole("dialog", { name: "Bookmarks" })).toBeVisible();
  await page.keyboard.press("Escape");
  await chart.getByRole("button", { name: "Try again" }).click();
  await expect(chart.locator("canvas")).toBeVisible();
  await expect(chart.getByRole("alert")).toHaveCount(0);
});

test("a field of more values than a list holds is scrolled, walked by keys and searched", async ({
  page,
}) => {
  await page.route(/\/api\/embed\//, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll('"pinned":[', '"pinned":["Order",');
    await route.fulfill({ response, body });
  });
  await page.goto(host.url);
  const frame = frameOf(page);
  await frame
    .getByRole("toolbar", { name: "Selections" })
    .getByRole("button", { name: /^Order/ })
    .click();
  const list = frame.getByRole("listbox", { name: "Order", exact: true });
  await list.focus();
  for (const size of [400, 800, 1600, 3200, 6400, 10_000]) {
    await page.keyboard.press("End");
    await expect(list.getByRole("option").first()).toHaveAttribute("aria-setsize", String(size));
  }
  await expect(frame.getByText(/more values: a search finds them\.$/)).toBeVisible();
  await page.keyboard.press("End");
  await expect(list.locator('[aria-posinset="10000"]')).toBeInViewport();
  await page.keyboard.press("Home");
  await page.keyboard.press("PageDown");
  await expect(list.locator('[aria-posinset="11"]')).toBeInViewport();
  expect(await list.getByRole("option").count(), "rows out of sight are not drawn").toBeLessThan(60);
  await frame.getByRole("textbox", { name: "Search Order" }).fill(">=22100");
  await expect(list.getByRole("option").first()).toHaveAccessibleName(/^221\d\d,/);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("a finger selects on a telephone: list boxes are in sight, marks have buttons, a held finger draws", async ({
  playwright,
}) => {
  // Chromium 150 makes no clicks of a test's touches in a frame of another process.
  const browser = await playwright.chromium.launch({
    executablePath: systemBrowser() ?? undefined,
    args: [...BROWSER_ARGS, "--disable-site-isolation-trials"],
  });
  const context = await browser.newContext({
    viewport: { width: 375, height: 800 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await page.goto(host.url);
  await expect(page.locator("#said")).toContainText("ready");
  const frame = frameOf(page);
  await frame
    .getByRole("toolbar", { name: "Selections" })
    .getByRole("button", { name: /^Region/ })
    .tap();
  // The frame is as high as its dashboard: its end is far below.
  await expect(frame.getByRole("button", { name: "Show figures" })).toBeInViewport({ ratio: 1 });
  const north = frame.getByRole("option", { name: /^North,/ });
  await north.tap();
  await expect(north).toHaveAttribute("aria-selected", "true");
  await frame.getByRole("button", { name: "Show figures" }).tap();
  await expect.poll(() => selections(page)).toEqual({ Region: ["North"] });

  const bars = frame.getByRole("region", { name: "What sells", exact: true }).getByRole("application");
  await bars.scrollIntoViewIfNeeded();
  await bars.tap({ position: { x: 150, y: 24 } });
  await frame.getByRole("button", { name: "Select", exact: true }).tap();
  await expect(bars).toHaveAccessibleName(/1 selected\.$/);
  await expect(frame.locator(".chart-tip")).toHaveCount(0);

  const months = frame.getByRole("region", { name: "Sales and margin by month" }).getByRole("application");
  await months.scrollIntoViewIfNeeded();
  const { x, y } = (await months.boundingBox()) ?? { x: 0, y: 0 };
  const finger = await context.newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", across = 0) =>
    finger.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x: x + across, y: y + 200 }],
    });
  await touch("touchStart", 80);
  await expect(frame.locator(".chart-brush")).toHaveCount(1);
  for (const across of [100, 130, 160]) await touch("touchMove", across);
  await touch("touchEnd");
  await expect(months).toHaveAccessibleName(/[2-5] selected\.$/);
  await browser.close();
});

test("what stands in the frame has no violation in both themes and widths", async ({ page, portal }) => {
  await page.goto(host.url);
  await expect(page.locator("#said")).toContainText("ready");
  const frame = page.frames().find((f) => f.url().startsWith(embedUrl(portal)));
  if (!frame) throw new Error("The frame is gone.");
  await expectNoViolations(page, "embed", {
    frame,
    async setTheme(theme) {
      await page.locator("tenantry-app").evaluate((e, to) => e.setAttribute("theme", to), theme);
      await expect(frame.locator("html")).toHaveAttribute("data-theme", theme);
    },
  });
});

test("a stranger's page gets an empty frame, though it has a key", async ({ browser }) => {
  // A context of its own: the browser writes the refusal into the console.
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(stranger.url);
  await expect(page.locator("tenantry-app iframe")).toBeVisible();
  await expect.poll(() => page.frames().some((f) => f.url().startsWith("chrome-error:"))).toBe(true);
  await context.close();
});

test("outside of any page it shows nothing but a sentence", async ({ page, portal }) => {
  await page.goto(`${embedUrl(portal)}/embed/${app.id}`);
  await expect(page.getByRole("heading")).toHaveText("This dashboard belongs inside another page");
});

test("operators see it as it is, and say which pages may show it", async ({ ownerPage: page }) => {
  await open(page, `/tenants/${app.tenantId}/apps/${app.id}?tab=embed`);
  // At this width filters are chips.
  const filters = frameOf(page).getByRole("toolbar", { name: "Selections" });
  await expect(filters.getByRole("button", { name: /^Region/ })).toBeVisible();
  await expect(page.getByRole("region", { name: "Events" })).toContainText("ready");

  await page.getByRole("region", { name: "Allowed origins" }).getByRole("button", { name: "Add" }).click();
  const origin = page.getByLabel("Origin", { exact: true });
  await origin.fill("https://*.example.com");
  await origin.press("Enter");
  await expect(page.locator("main").getByRole("alert")).toContainText("wildcard");
  await origin.fill("https://office.example.com");
  await origin.press("Enter");
  await expect(page.getByRole("button", { name: "Remove https://office.example.com" })).toBeVisible();
});

test("the playground shows what is set, what both sides say, and the code for it", async ({
  ownerPage: page,
}) => {
  await open(page, `/tenants/${app.tenantId}/embeds/${app.id}`);
  const said = page.getByRole("list", { name: "Messages" });
  await expect(said).toContainText("ready");
  await expect(said).toContainText("token");
  await expect(said, "no token is shown").not.toContainText("eyJ");

  await page.getByLabel("Selected at the start").fill('{"Region": ["North"]');
  await expect(page.locator("main").getByRole("alert")).toContainText("no JSON");
  await page.getByLabel("Selected at the start").fill('{"Region": ["North"]}');
  await expect(said.getByText("selection", { exact: true })).toBeVisible();
  await picture(page, "embedding playground", PICTURE);

  await page.getByRole("combobox", { name: "Chart" }).click();
  await page.getByRole("option").filter({ hasText: /./, hasNotText: "Whole sheet" }).first().click();
  await expect(frameOf(page).locator(".dash-object")).toHaveCount(1);
  const code = page.getByRole("region", { name: "Code to copy" });
  await expect(code).toContainText(/object="[\w-]+"/);
  await expect(code).toContainText("selections=");
  await page.getByRole("button", { name: "getState()" }).click();
  await expect(said.getByText("state", { exact: true })).toBeVisible();
});
