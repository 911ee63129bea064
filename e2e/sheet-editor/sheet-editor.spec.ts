import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { FLEET } from "../fixtures/fleet";
import { expectNoSidewaysScroll, open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" }, viewport: { width: 1600, height: 1000 } });

const tile = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name }).and(page.locator(".sheet-cover"));
const drawn = (page: Page, name: string | RegExp) =>
  page.locator(".sheet-tile").filter({ has: tile(page, name) });
const bar = (page: Page) => tile(page, /^What sells most, Bar/);
const panel = (page: Page) => page.getByRole("region", { name: "Properties" });
const field = (page: Page, name: string) => panel(page).getByLabel(name, { exact: true });

const expression = (page: Page) =>
  panel(page)
    .getByRole("group", { name: "Measures 1", exact: true })
    .getByLabel("Expression", { exact: true });

/** Opens the editor over made-up rows and waits for its figures. */
async function openEditor(page: Page, query = ""): Promise<void> {
  await open(page, `/gallery/sheet-editor${query}`);
  await expect(drawn(page, /^Where it is sold, Bar/).locator("canvas")).toBeVisible();
}

async function drag(page: Page, from: Locator, dx: number, dy: number): Promise<void> {
  const box = await from.boundingBox();
  if (!box) throw new Error("nothing to drag");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2);
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up();
}

test("a bar chart is added, set up, moved, sized, taken back, saved and opened again", async ({
  ownerPage: page,
}) => {
  await openEditor(page);
  await page.getByRole("button", { name: "Add Bar" }).press("Enter");
  const added = tile(page, /^Bar, Bar/);
  await expect(added).toBeFocused();
  await expect(drawn(page, /^Bar, Bar/).locator("canvas")).toBeVisible();

  await added.press("Enter");
  await panel(page).getByRole("tab", { name: "Look" }).click();
  await field(page, "Title").fill("What sells most");
  await panel(page).getByRole("tab", { name: "Data" }).click();
  await panel(page).getByRole("combobox", { name: "Field", exact: true }).fill("Cat");
  await page.getByRole("option", { name: /^Category/ }).click();
  await expect(
    drawn(page, /^What sells most/)
      .getByText(/by Category|Category/)
      .first(),
  ).toBeAttached();

  const place = async () =>
    /column (\d+), row (\d+), (\d+) by (\d+)/
      .exec((await bar(page).getAttribute("aria-label")) ?? "")
      ?.slice(1)
      .map(Number) ?? [];
  const start = await place();
  await bar(page).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  const [x = 0, y = 0, w = 0, h = 0] = start;
  expect(await place()).toEqual([x + 2, y, w + 1, h + 1]);
  await expect(
    page.getByRole("status").filter({ hasText: `What sells most: ${w + 1} by ${h + 1}` }),
  ).toBeAttached();

  const pitch = (await drawn(page, /^What sells most/).boundingBox())?.width ?? 0;
  await drag(page, bar(page), pitch / 2, 0);
  const [movedTo = 0] = await place();
  expect(movedTo).toBeGreaterThan(x + 3);
  await drag(page, page.locator("[data-handle=se]"), -pitch / 4, 0);
  expect((await place())[2]).toBeLessThan(w + 1);

  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  expect(await place()).toEqual(start);
  await page.keyboard.press("Control+Shift+z");
  expect(await place()).toEqual([x + 2, y, w, h]);

  await expect(page.getByText("Unsaved changes")).toBeVisible();
  await page.keyboard.press("Control+s");
  await expect(page.locator("[data-state=saved]")).toBeVisible();
  const yaml = page.getByRole("region", { name: "Saved YAML" });
  await expect(yaml).toContainText("# The demo's sheet.");
  await expect(yaml).toContainText("title: What sells most");
  await openEditor(page);
  await expect(bar(page)).toBeVisible();
  expect(await place()).toEqual([x + 2, y, w, h]);
});

test("a mistake in an expression is shown at its place, one in YAML too, and the sheet stays as it was", async ({
  ownerPage: page,
}) => {
  await openEditor(page);
  await tile(page, /^Where it is sold/).click();
  await panel(page).getByRole("combobox", { name: "Kind of Measures 1" }).click();
  await page.getByRole("option", { name: "Expression" }).click();
  await expression(page).fill("Sum(Sales");
  await expect(panel(page).getByRole("alert")).toHaveText(/column 4: This \( is never closed/);
  await expression(page).fill("Sum(Sales)");
  await expect(panel(page).getByRole("alert")).toHaveCount(0);
  await panel(page).getByRole("tab", { name: "YAML" }).click();
  await panel(page).getByRole("textbox").fill("id: by-country\nkind: pies\nat: [0, 0, 8, 8]\n");
  await panel(page).getByRole("button", { name: "Apply" }).click();
  await expect(panel(page).getByRole("alert")).toContainText("kind");
  await expect(tile(page, /^Where it is sold, Bar/)).toBeVisible();
});

test("objects are chosen together, duplicated, removed and brought back; a chart is dragged from the list", async ({
  ownerPage: page,
}) => {
  await openEditor(page);
  const tiles = page.locator(".sheet-tile");
  const before = await tiles.count();
  await tile(page, /^What sells, Bar/).click();
  await tile(page, /^Customers, Table/).click({ modifiers: ["Shift"] });
  await expect(panel(page)).toContainText("2 objects");
  await page.keyboard.press("d");
  await expect(tiles).toHaveCount(before + 2);
  await page.keyboard.press("Delete");
  await expect(tiles).toHaveCount(before);
  await page.getByRole("button", { name: "Undo: Removed 2 objects" }).click();
  await expect(tiles).toHaveCount(before + 2);
  const source = page.getByRole("button", { name: "Add Figure" });
  const target = await page.locator(".sheet-grid").boundingBox();
  const from = await source.boundingBox();
  if (!target || !from) throw new Error("no canvas");
  await drag(page, source, target.x + 300 - from.x, target.y + 200 - from.y);
  await expect(tiles).toHaveCount(before + 3);
  await expect(page.getByRole("button", { name: /^Undo: Added/ })).toBeVisible();
});

test("one tries the draft with selections, and is asked before unsaved work is left", async ({
  ownerPage: page,
}) => {
  await openEditor(page);
  await page.getByRole("button", { name: "Try", exact: true }).click();
  await page
    .getByRole("option", { name: /^DACH,/ })
    .first()
    .click();
  await expect(page.getByRole("toolbar", { name: "Selections" }).getByText("1 of 6")).toBeVisible();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await tile(page, /^What sells, Bar/).press("ArrowUp");
  await page.getByRole("link", { name: "Tenants" }).first().click();
  await expect(page.getByRole("alertdialog")).toContainText("unsaved changes");
  await page.getByRole("button", { name: "Stay here" }).click();
  await expect(tile(page, /^What sells, Bar/)).toBeVisible();
});

test("the editor passes the accessibility check in light and dark, and fits a phone", async ({
  ownerPage: page,
}) => {
  test.slow();
  await openEditor(page);
  await tile(page, /^What sells, Bar/).click();
  await expectNoViolations(page, "sheet editor, an object chosen", { widths: [1600] });
  await page.setViewportSize({ width: 375, height: 800 });
  await page.getByRole("button", { name: "Properties" }).click();
  await expect(field(page, "Kind of Dimensions 1")).toBeVisible();
  await expectNoViolations(page, "sheet editor, properties on a phone", { widths: [375] });
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("button", { name: "Add Text" }).click();
  await expect(tile(page, /^Text, Text/)).toBeVisible();
  await expectNoSidewaysScroll(page);
});
