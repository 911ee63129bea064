import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Page, Request } from "@playwright/test";
import { applyCustomer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open, tabTo } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";
import { holdReload, reloadProcess } from "../fixtures/reload-process";
import { type RunDetail, rest } from "../fixtures/rest";
import { addDiscount } from "../fixtures/shop";
import { tenantryOk } from "../fixtures/tenantry";

test.use(FLEET);

/** Takes some seconds to read, so that there is a middle to look at. */
const SLOW = { orders: 100_000, effort: 40_000 };
/** Takes so long that only a cancel ends it. */
const ENDLESS = { orders: 1_000_000, effort: 500_000 };

const step = (page: Page, name: string) =>
  page.locator("main ol > li[data-tone]").filter({ has: page.getByText(name, { exact: true }) });
const tables = (page: Page) => page.getByRole("table", { name: "Tables of this reload" });
const ordersRow = (page: Page) => tables(page).getByRole("row").filter({ hasText: "Orders" });
const log = (page: Page) => page.getByRole("region", { name: "Log lines" });
const state = (page: Page, word: string) => page.locator("main dl").getByText(word, { exact: true });
const loading = (page: Page) =>
  expect(ordersRow(page).getByRole("meter")).not.toHaveAttribute("aria-valuenow", "0");

const rowsRead = async (page: Page) => {
  const text = await ordersRow(page).getByRole("cell").nth(1).textContent();
  return Number(/[\d,]+/.exec(text ?? "")?.[0].replaceAll(",", ""));
};

/** Everything a person sees of a run that stands still; times of the running step go on. */
const seen = (page: Page) =>
  page.locator("main").evaluate((main) => {
    const text = (element: Element | null | undefined) =>
      element?.textContent?.replace(/\s+/g, " ").trim() ?? "";
    const all = (selector: string) => [...main.querySelectorAll(selector)];
    return {
      title: text(main.querySelector("h1")),
      overview: main.querySelector("[role=img]")?.getAttribute("aria-label"),
      steps: all("ol > li").map((li) => [
        li.getAttribute("data-tone"),
        text(li.querySelector("b")?.parentElement),
      ]),
      open: all("ol button[aria-expanded=true]").length,
      tables: all("li table tbody tr").map((tr) => [
        text(tr.querySelector("th")),
        tr.querySelector("[role=meter]")?.getAttribute("aria-valuenow"),
        text(tr.querySelectorAll("td")[1]),
      ]),
      log: text(main.querySelector("section > footer")).replace(/(, times in \w+\.).*/, "$1"),
    };
  });

test("a run is watched live to its end: steps, tables, log; the page is never loaded again", async ({
  ownerPage: page,
  portal,
}) => {
  const { run } = await applyCustomer(portal, { slug: "watched", name: "Watched Shop", ...SLOW });
  await open(page, `/runs/${run}`);
  await page.evaluate(() => {
    document.body.dataset.loadedOnce = "yes";
  });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set up Watched Shop");
  await expect(page.locator("[data-live]")).toHaveAttribute("data-live", "live");
  await expect(step(page, "Create tenant")).toHaveAttribute("data-tone", "succeeded");
  await expect(step(page, "Reload")).toHaveAttribute("data-tone", "running");
  await expect(page).toHaveTitle(/^Running: Set up Watched Shop/);
  await loading(page);
  const before = await rowsRead(page);
  expect(before).toBeLessThan(SLOW.orders);
  await expect.poll(() => rowsRead(page)).toBeGreaterThan(before);
  await expect(ordersRow(page)).toContainText("of 100,000");
  await expect(step(page, "Publish")).toHaveAttribute("data-tone", "queued");
  await expect(state(page, "Succeeded")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator("main ol > li:not([data-tone=succeeded])")).toHaveCount(0);
  await expect(page).toHaveTitle(/^Succeeded: Set up Watched Shop/);
  await expect(page.getByRole("navigation", { name: "Main" }).getByText(/\d running$/)).toBeHidden();
  await expect(page.locator("body")).toHaveAttribute("data-loaded-once", "yes");
  await step(page, "Reload").getByRole("button", { name: "Show details of Reload" }).click();
  await expect(ordersRow(page)).toContainText("100,000");
  await expect(ordersRow(page)).toContainText("Loaded");
});

test("closed in the middle and opened again, the page is exactly where it was", async ({
  ownerPage: page,
  context,
  portal,
}) => {
  const { run } = await applyCustomer(portal, { slug: "closed", name: "Closed Shop", ...SLOW });
  await open(page, `/runs/${run}`);
  await loading(page);
  const release = holdReload(portal);
  try {
    const stays = await context.newPage();
    await open(stays, `/runs/${run}`);
    await expect.poll(async () => JSON.stringify(await seen(stays))).toBe(JSON.stringify(await seen(page)));
    await page.close();
    const again = await context.newPage();
    await open(again, `/runs/${run}`);
    await expect.poll(() => seen(again)).toEqual(await seen(stays));
    const held = await rowsRead(again);
    release();
    await expect.poll(() => rowsRead(again)).toBeGreaterThan(held);
    await expect(state(again, "Succeeded")).toBeVisible({ timeout: 30_000 });
    await expect.poll(() => seen(again)).toEqual(await seen(stays));
  } finally {
    release();
  }
});

test.describe("log", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("follows, waits while one reads, finds, copies and downloads", async ({ ownerPage: page, portal }) => {
    const { run } = await applyCustomer(portal, { slug: "logged", name: "Logged Shop", ...SLOW });
    await open(page, `/runs/${run}`);
    await loading(page);
    const release = holdReload(portal);
    try {
      const panel = page.getByRole("region", { name: "Log", exact: true });
      const fromEnd = () =>
        log(page).evaluate((e) => Math.round(e.scrollHeight - e.scrollTop - e.clientHeight));
      await expect(panel.getByText("Following", { exact: true })).toBeVisible();
      await expect(log(page)).toContainText("Remark 60 of 60");
      await expect.poll(fromEnd).toBeLessThan(24);

      await log(page).focus();
      await page.keyboard.press("Home");
      await expect(panel.getByRole("button", { name: "Follow again" })).toBeVisible();
      await expect(log(page)).toContainText("Create tenant started");
      await panel.getByRole("button", { name: "Follow again" }).click();
      await expect(panel.getByText("Following", { exact: true })).toBeVisible();
      await expect.poll(fromEnd).toBeLessThan(24);

      await panel.getByRole("button", { name: "Search log" }).click();
      await panel.getByRole("searchbox", { name: "Search log" }).fill("remark 42 ");
      await expect(panel.getByText(/^1 of \d+ lines/)).toBeVisible();
      await expect(log(page)).toContainText("Remark 42 of 60");
      await panel.getByRole("button", { name: "Copy log" }).click();
      await expect(panel.getByRole("status").filter({ hasText: "Copied" })).toBeAttached();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
        /^\S+Z info +\w+ +Remark 42 of 60$/,
      );
      await panel.getByRole("group", { name: "Level" }).getByRole("button", { name: "Error" }).click();
      await expect(log(page)).toContainText("No line matches.");
      await panel.getByRole("group", { name: "Level" }).getByRole("button", { name: "All" }).click();
      await panel.getByRole("button", { name: "Clear search" }).click();

      await expect(panel.getByText(/^\d+ lines, times in/)).toBeVisible();
      await log(page).focus();
      await page.keyboard.press("Home");
      await expect(panel.getByRole("button", { name: "Follow again" })).toBeVisible();
      release();
      await expect(state(page, "Succeeded")).toBeVisible({ timeout: 30_000 });
      await expect(panel.getByText("Ended")).toBeVisible();
      expect(await log(page).evaluate((e) => e.scrollTop), "stays where one reads").toBe(0);

      const coming = page.waitForEvent("download");
      await panel.getByRole("button", { name: "Download log" }).click();
      const file = await coming;
      expect(file.suggestedFilename()).toBe(`${run}.log`);
      const lines = (await text(await file.createReadStream())).trimEnd().split("\n");
      expect(lines.filter((line) => /Remark \d+ of 60$/.test(line))).toHaveLength(60);
      expect(lines.at(-1)).toMatch(/Finish done in/);
      expect(lines.map((line) => line.slice(0, 24))).toEqual(
        lines.map((line) => line.slice(0, 24)).toSorted(),
      );
    } finally {
      release();
    }
  });
});

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = "";
  for await (const chunk of stream) all += chunk.toString();
  return all;
}

test("a failed run opens its step with cause and cure; cured outside, retry goes on from there", async ({
  ownerPage: page,
  portal,
}) => {
  const shop = { slug: "old-shop", name: "Old Shop", orders: 500, withoutDiscount: true };
  const { run, database } = await applyCustomer(portal, shop);
  await open(page, `/runs/${run}`);
  await expect(state(page, "Failed")).toBeVisible({ timeout: 30_000 });
  const failed = step(page, "Reload");
  await expect(failed).toHaveAttribute("data-tone", "failed");
  await expect(failed).toBeInViewport();
  await expect(failed.getByRole("heading", { name: /"orders" has no column "discount"/ })).toBeVisible();
  await expect(failed.getByText(/Map the template's column to the customer's name/)).toBeVisible();
  await expect(failed.getByText("source.column_missing")).toBeVisible();
  await expect(
    page.getByText(/^Stopped at step \d+\. What was published before stays as it was\.$/),
  ).toBeVisible();
  await expect(log(page)).toContainText("has no column");
  const before = await rest<RunDetail>(portal, `/runs/${run}`);

  addDiscount(database);
  await page.getByRole("button", { name: /^Retry step \d+$/ }).click();
  const dialog = page.getByRole("alertdialog", { name: /^Retry from step \d+\?$/ });
  await expect(dialog).toContainText(/\d+ finished steps are kept and not repeated\./);
  await dialog.getByRole("button", { name: /^Retry step \d+$/ }).click();
  await expect(state(page, "Succeeded")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator("main ol > li:not([data-tone=succeeded])")).toHaveCount(0);
  const after = await rest<RunDetail>(portal, `/runs/${run}`);
  const kept = (detail: RunDetail) =>
    [...detail.steps, ...detail.children.flatMap((child) => child.steps)]
      .filter((s) => s.name !== "startReload" && s.state === "succeeded")
      .map(({ name, attempt, startedAt, endedAt }) => ({ name, attempt, startedAt, endedAt }));
  expect(kept(after)).toEqual(expect.arrayContaining(kept(before).filter((s) => s.name !== "finish")));
  expect(kept(before).length).toBeGreaterThan(7);
});

test("undo says what it will remove, and removes it", async ({ ownerPage: page, portal }) => {
  const { run, id } = await applyCustomer(portal, {
    slug: "undone",
    name: "Undone Shop",
    orders: 500,
    wait: true,
  });
  await open(page, `/runs/${run}`);
  await page.getByRole("button", { name: "Undo run…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Undo this run?" });
  await expect(dialog).toContainText(/Goes back through \d+ finished steps in reverse order/);
  for (const thing of ["the tenant", "groups", "people", "connections with their secrets"])
    await expect(
      dialog.getByRole("listitem").filter({ hasText: new RegExp(`^Removes ${thing}( |$)`) }),
    ).toBeVisible();
  await expect(
    dialog.getByRole("listitem").filter({ hasText: /^Removes what was published of Orders/ }),
  ).toBeVisible();
  await dialog.getByRole("button", { name: "Leave as it is" }).click();
  await expect(dialog).toBeHidden();
  await expect(state(page, "Succeeded")).toBeVisible();

  await page.getByRole("button", { name: "Undo run…" }).click();
  await dialog.getByRole("button", { name: "Undo run" }).click();
  await expect(state(page, "Undone")).toBeVisible({ timeout: 30_000 });
  await expect(
    page.getByText("Undone. What this run had made was removed, what it had changed is as before."),
  ).toBeVisible();
  for (const table of ["apps", "connections", "members", "groups", "generations"])
    expect(ask(portal, `SELECT id FROM ${table} WHERE tenant_id = ?`, id), table).toEqual([]);
  expect(existsSync(join(portal.data, "generations", id))).toBe(false);
  await page.getByRole("link", { name: "Open tenant" }).click();
  await expect(page.locator("main dl")).toContainText("Draft");
  await expect(page.getByText("No app yet. Apps come from templates when a run sets them up.")).toBeVisible();
});

test("six pages of a running run share one stream, stay quick, and all see it cancelled", async ({
  ownerPage: page,
  context,
  portal,
}) => {
  const streams = new Set<Request>();
  context.on("request", (request) => request.url().includes("runs.events") && streams.add(request));
  context.on("requestfinished", (request) => streams.delete(request));
  context.on("requestfailed", (request) => streams.delete(request));
  const { run, id } = await applyCustomer(portal, { slug: "six", name: "Six Windows", ...ENDLESS });
  await expect.poll(() => reloadProcess(portal)).not.toBeNull();
  const release = holdReload(portal);
  const pages = [page];
  while (pages.length < 6) pages.push(await context.newPage());
  for (const each of pages) await open(each, `/runs/${run}`);
  for (const each of pages) {
    await expect(each.locator("[data-live]")).toHaveAttribute("data-live", "live");
    await expect(step(each, "Reload")).toHaveAttribute("data-tone", "running");
  }
  expect(streams.size).toBe(1);

  const seventh = await context.newPage();
  await open(seventh, `/tenants/${id}`);
  await expect(seventh.getByRole("heading", { name: "Six Windows" })).toBeVisible();
  await seventh.close();
  release();

  await page.getByRole("button", { name: "Cancel run…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Cancel this run?" });
  await expect(dialog).toContainText(/\d+ finished steps are undone in reverse order/);
  await dialog.getByRole("button", { name: "Cancel run" }).click();
  for (const each of pages) await expect(state(each, "Cancelled")).toBeVisible({ timeout: 30_000 });
  expect(reloadProcess(portal)).toBeNull();
  await expect(page.getByText("Cancelled. What this run had made was removed.")).toBeVisible();
  expect((await tenantryOk(portal, ["runs", "list", "--state", "running"]))[0]).toEqual([]);
});

test("by keyboard alone: a step's details, and a decision that is taken back", async ({
  ownerPage: page,
  portal,
}) => {
  const { run } = await applyCustomer(portal, { slug: "keys", name: "Keys Shop", orders: 500, wait: true });
  await open(page, `/runs/${run}`);
  const undo = page.getByRole("button", { name: "Undo run…" });
  await tabTo(page, undo);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toBeVisible();
  await expect(dialog.locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(undo).toBeFocused();
  const details = page.getByRole("button", { name: "Show details of Reload" });
  await tabTo(page, details);
  await page.keyboard.press("Enter");
  await expect(tables(page)).toBeVisible();
  await expect(page.getByRole("button", { name: "Hide details of Reload" })).toBeFocused();
  await tabTo(page, log(page));
  await page.keyboard.press("Home");
  await expect(log(page)).toContainText("Create tenant started");
});
