import { readFileSync } from "node:fs";
import type { Download, FrameLocator, Locator, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import readXlsxFile from "read-excel-file/node";
import { textOfPdf } from "../../components/exports/testing/pdf-text";
import { type EmbedHost, type SampleApp, sampleApp, startEmbedHost } from "../fixtures/embed-host";
import { expect, test } from "../fixtures/portal";

/** Files and the search as a reader has them: in a page of another site, third-party cookies blocked. */
test.use({ viewport: { width: 1400, height: 900 } });

let app: SampleApp;
let host: EmbedHost;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(150_000);
  app = await sampleApp(portal);
  host = await startEmbedHost(portal, app, { allowed: true });
});

test.afterAll(() => host?.stop());

async function openFrame(page: Page): Promise<FrameLocator> {
  await page.goto(host.url);
  await expect(page.locator("#said")).toContainText("ready");
  return page.frameLocator("tenantry-app iframe");
}

/** Menus are loaded after the first figures: a click before that opens nothing. */
async function opened(menu: Locator, item: Locator): Promise<void> {
  await expect(async () => {
    if (!(await item.isVisible())) await menu.click();
    await expect(item).toBeVisible({ timeout: 3000 });
  }).toPass();
}

async function fileOf(
  page: Page,
  frame: FrameLocator | Page,
  menu: Locator,
  name: string,
): Promise<Download> {
  const item = frame.getByRole("menuitem", { name });
  await opened(menu, item);
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 60_000 }), item.click()]);
  return download;
}

const kept = async (download: Download) => readFileSync(await download.path());

/** The first chart that can be read as a table: its title, and the cells of that table. */
async function tableOf(frame: FrameLocator) {
  const chart = frame.locator('.dash section[data-kind="bar"], .dash section[data-kind="combo"]').first();
  await chart.focus();
  await chart.press("t");
  const rows = chart.locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  const texts = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "")),
  );
  return { chart, title: (await chart.getByRole("heading").textContent()) ?? "", texts };
}

test("a sheet leaves as PDF and Excel, a chart as Excel, CSV and picture, with the figures of its table view", async ({
  page,
}) => {
  test.slow();
  const frame = await openFrame(page);
  const { chart, title, texts } = await tableOf(frame);
  const from = (menu: Locator, item: string) => fileOf(page, frame, menu, item);
  const day = /– \d{4}-\d{2}-\d{2}\./;
  await chart.hover();
  const own = chart.getByRole("button", { name: `More for ${title}` });

  const csv = await from(own, "Download CSV");
  expect(csv.suggestedFilename()).toMatch(day);
  const lines: string[][] = parse(await kept(csv), { bom: true });
  expect(lines.length - 1).toBe(texts.length);

  const excel = await from(own, "Download Excel");
  expect(excel.suggestedFilename()).toContain(title);
  const [tab] = await readXlsxFile(await kept(excel));
  const figures = tab?.data.slice(-texts.length) ?? [];
  expect(figures.map((row) => row.map((cell) => String(cell ?? "")).slice(1))).toEqual(
    lines.slice(1).map((row) => row.slice(1).map((cell) => (cell === "" ? "" : String(Number(cell))))),
  );

  const picture = await from(own, "Download picture");
  expect(picture.suggestedFilename()).toMatch(/\.png$/);
  const png = await kept(picture);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(png.readUInt32BE(16)).toBeGreaterThan(600);

  const sheet = frame.getByRole("button", { name: "More for this dashboard" });
  const pdf = await from(sheet, "Download sheet as PDF");
  expect(pdf.suggestedFilename()).toMatch(/\.pdf$/);
  const text = textOfPdf(await kept(pdf));
  expect(text).toContain(title);
  expect(text).toContain("Nothing selected");
  const whole = await from(sheet, "Download sheet as Excel");
  expect((await readXlsxFile(await kept(whole))).length).toBeGreaterThan(3);
});

test("the portal's own page gives the same files", async ({ ownerPage: page }) => {
  test.slow();
  await page.goto(`/tenants/${app.tenantId}/apps/${app.id}`);
  const table = page.locator('.dash section[data-kind="table"]').first();
  const title = (await table.getByRole("heading").textContent()) ?? "";
  const from = (menu: Locator, item: string) => fileOf(page, page, menu, item);
  await table.hover();
  const own = table.getByRole("button", { name: `More for ${title}` });
  const csv = await from(own, "Download CSV");
  const lines: string[][] = parse(await kept(csv), { bom: true });
  const excel = await from(own, "Download Excel");
  expect(excel.suggestedFilename().replace(/xlsx$/, "csv")).toBe(csv.suggestedFilename());
  const [tab] = await readXlsxFile(await kept(excel));
  // As many as its author shows, and those that are not on the screen yet.
  expect(lines.length - 1).toBe(50);
  const names = lines.slice(1).map(([name]) => name);
  expect(tab?.data.map(([name]) => name)).toEqual(expect.arrayContaining(names));
  const sheet = page.getByRole("button", { name: "More for this dashboard" });
  expect(textOfPdf(await kept(await from(sheet, "Download sheet as PDF")))).toContain(title);
});

test("a value is found in all fields and selected by keyboard, and the PDF says so", async ({ page }) => {
  const frame = await openFrame(page);
  await frame.locator('.dash section[data-kind="kpi"]').first().focus();
  await page.keyboard.press("/");
  const search = frame.getByRole("combobox", { name: "Find in all fields" });
  await expect(search).toBeFocused();
  await page.keyboard.type("nort");
  await expect(frame.getByRole("option", { name: "North, Region, possible" })).toBeVisible();
  for (let i = 0; i < 30; i++) {
    const at = frame.locator('[role=option][aria-selected="true"]');
    if ((await at.getAttribute("aria-label")) === "North, Region, possible") break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await expect(search).toBeHidden();
  await expect(page.locator("#said")).toContainText('selection {"Region":["North"]}');

  const menu = frame.getByRole("button", { name: "More for this dashboard" });
  const download = await fileOf(page, frame, menu, "Download sheet as PDF");
  expect(textOfPdf(await kept(download))).toContain("Region: North");
});

test("patterns are switched on in the dashboard's menu", async ({ page }) => {
  const frame = await openFrame(page);
  const item = frame.getByRole("menuitemcheckbox", { name: "Patterns beside colours" });
  await opened(frame.getByRole("button", { name: "More for this dashboard" }), item);
  await item.click();
  await expect(frame.locator(".dash")).toHaveAttribute("data-patterns", "true");
});
