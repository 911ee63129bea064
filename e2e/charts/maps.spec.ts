import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { FLEET } from "../fixtures/fleet";
import { expectNoSidewaysScroll, open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use({ ...FLEET, contextOptions: { reducedMotion: "reduce" } });

const sample = (page: Page, id: string) => page.getByRole("region", { name: id, exact: true });
const object = (page: Page, name: string) =>
  page.locator(".dash section").and(page.getByLabel(name, { exact: true }));
const bar = (page: Page) => page.getByRole("toolbar", { name: "Selections" });
const heading = (scope: Locator) => scope.locator(".chart-tip-name");

async function openPlaces(page: Page): Promise<void> {
  await page.goto("/gallery/dashboards/places");
  for (const name of ["Where it is sold", "Where the orders come from"])
    await expect(object(page, name).locator(".chart-canvas canvas")).toBeVisible({ timeout: 45_000 });
}

async function openSample(page: Page, id: string, state = "full"): Promise<Locator> {
  await open(page, `/gallery/charts?state=${state}&only=${id}`);
  await expect(sample(page, id).locator(".chart-canvas canvas")).toBeVisible({ timeout: 45_000 });
  return sample(page, id);
}

const ARROWS = ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"];

/** Moves the map's cursor until its tooltip is headed so: from each mark the next way is another one. */
async function cursorOn(page: Page, map: Locator, name: string | RegExp): Promise<void> {
  await map.getByRole("application").focus();
  await page.keyboard.press("Home");
  const met = new Map<string, number>();
  for (let i = 0; i < 400; i++) {
    const now = (await heading(map).textContent()) ?? "";
    if (typeof name === "string" ? now === name : name.test(now)) return;
    const visits = met.get(now) ?? 0;
    met.set(now, visits + 1);
    await page.keyboard.press(ARROWS[visits % ARROWS.length] ?? "End");
  }
  throw new Error(`The cursor met no ${name}, but ${[...met.keys()].join("; ")}.`);
}

/** A point inside the mark that the cursor's ring goes around, in px of the window. */
const insideRing = (map: Locator): Promise<{ x: number; y: number }> =>
  map.locator("path.chart-ring").evaluate((path: SVGPathElement) => {
    const { x, y, width, height } = path.getBBox();
    const { left, top } = (path.ownerSVGElement as SVGSVGElement).getBoundingClientRect();
    for (let i = 1; i < 12; i++)
      for (let j = 1; j < 12; j++) {
        const [px, py] = [x + (width * ((i * 5) % 12)) / 12, y + (height * ((j * 5) % 12)) / 12];
        if (path.isPointInFill(new DOMPoint(px, py))) return { x: left + px, y: top + py };
      }
    throw new Error("The ring encloses nothing.");
  });

test("a country is taken in by a click, and the other charts follow", async ({ ownerPage: page }) => {
  await openPlaces(page);
  const map = object(page, "Where it is sold");
  const sold = object(page, "Sold");
  const all = (await sold.locator(".dash-kpi-value").textContent()) ?? "";
  await cursorOn(page, map, "France");
  const { x, y } = await insideRing(map);
  await page.mouse.click(x, y);
  await expect(bar(page).getByText("1 of 15")).toBeVisible();
  await expect(map.getByRole("application")).toHaveAccessibleName(/ 1 selected\.$/);
  await expect(object(page, "Where the orders come from").getByRole("application")).toHaveAccessibleName(
    / France .* 1 selected\.$/,
  );
  await expect(sold.locator(".dash-kpi-value")).not.toHaveText(all);
  await expect(sold).toContainText("of all");
  await bar(page).getByRole("button", { name: "Step back" }).click();
  await expect(sold.locator(".dash-kpi-value")).toHaveText(all);
});

test("a country is found, read out, taken in and out, and zoomed to by keys alone", async ({
  ownerPage: page,
}) => {
  await openPlaces(page);
  const map = object(page, "Where it is sold");
  await cursorOn(page, map, "Spain");
  await expect(page.getByText(/^Spain: Sales €.*possible, \d+ of 15$/)).toBeAttached();
  await page.keyboard.press("Space");
  await expect(bar(page).getByText("1 of 15")).toBeVisible();
  await page.keyboard.press("Space");
  await expect(bar(page).getByText("1 of 15")).toBeHidden();
  const out = map.getByRole("button", { name: "Zoom out", exact: true });
  await expect(out).toHaveAttribute("aria-disabled", "true");
  await page.keyboard.press("+");
  await expect(out).toHaveAttribute("aria-disabled", "false");
  await map.getByRole("button", { name: "Move south", exact: true }).press("Enter");
  await map.getByRole("button", { name: "Show the whole map", exact: true }).press("Enter");
  await expect(out).toHaveAttribute("aria-disabled", "true");
});

test("the table view has every place of a map, also those in one bubble and those on no map", async ({
  ownerPage: page,
}) => {
  await openPlaces(page);
  const map = object(page, "Where the orders come from");
  await map.focus();
  await page.keyboard.press("t");
  await expect(map.getByRole("row")).toHaveCount(16);
  await expect(map.getByRole("cell", { name: "Netherlands", exact: true })).toBeVisible();
  const long = await openSample(page, "map-areas", "long");
  await expect(long.locator(".chart-note")).toHaveText(/^3 places are not on the map: .*Atlantis/);
});

test("places that lie together are one bubble with their number and sum, until a click or Enter parts them", async ({
  ownerPage: page,
}) => {
  const map = await openSample(page, "map-points");
  const out = map.getByRole("button", { name: "Zoom out", exact: true });
  const tip = map.locator(".chart-tip");
  await cursorOn(page, map, /^\d+ places around Potsdam$/);
  const together = Number((await heading(map).textContent())?.split(" ")[0]);
  await expect(tip).toContainText(/Sales€[\d.,]+m?/);
  await expect(tip).toContainText("Potsdam");
  await expect(tip).toContainText("Click to zoom in");
  const { x, y } = await insideRing(map);
  await page.mouse.click(x, y);
  await expect(out).toHaveAttribute("aria-disabled", "false");
  await expect(map.getByRole("application")).not.toHaveAccessibleName(/selected/);
  await map.getByRole("button", { name: "Show the whole map", exact: true }).click();
  await cursorOn(page, map, /^\d+ places around Potsdam$/);
  await page.keyboard.press("Space");
  await expect(map.getByRole("application")).toHaveAccessibleName(new RegExp(` ${together} selected\\.$`));
  await page.keyboard.press("Enter");
  await expect(heading(map)).toHaveText(/^(Potsdam|2 places around Potsdam)$/);
  await expect(out).toHaveAttribute("aria-disabled", "false");
});

test("what no zoom parts is taken in as one", async ({ ownerPage: page }) => {
  const map = await openSample(page, "map-points");
  await page.keyboard.press("Tab");
  await cursorOn(page, map, /^3 places around Dock \d$/);
  await expect(map.locator(".chart-tip")).toContainText("All in one place. Click to select all");
  await page.keyboard.press("Enter");
  await expect(map.getByRole("application")).toHaveAccessibleName(/ 3 selected\.$/);
});

test("no violation in both themes and widths", async ({ ownerPage: page }) => {
  await openPlaces(page);
  await expectNoViolations(page, "dashboard, places", { widths: [1440, 375], within: ".dash" });
  await cursorOn(page, object(page, "Where the orders come from"), /./);
  await expectNoViolations(page, "dashboard, places, pointed at", { widths: [375], within: ".dash" });
});

test.describe("by touch", () => {
  test.use({ viewport: { width: 375, height: 800 }, hasTouch: true });

  test("a tap tells, its buttons zoom in and select, nothing scrolls sideways", async ({
    ownerPage: page,
  }) => {
    const map = await openSample(page, "map-points");
    await cursorOn(page, map, /^\d+ places around Potsdam$/);
    const { x, y } = await insideRing(map);
    await page.touchscreen.tap(x, y);
    await map.getByRole("button", { name: "Select all", exact: true }).tap();
    await expect(map.getByRole("application")).toHaveAccessibleName(/ \d+ selected\.$/);
    await page.touchscreen.tap(x, y);
    await map.locator(".chart-tip").getByRole("button", { name: "Zoom in", exact: true }).tap();
    await expect(map.getByRole("button", { name: "Move west", exact: true })).toBeVisible();
    await expectNoSidewaysScroll(page);
  });
});
