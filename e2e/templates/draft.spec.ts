import type { Browser, Page } from "@playwright/test";
import { FLEET } from "../fixtures/fleet";
import { importWithSample } from "../fixtures/kiosk";
import { open } from "../fixtures/page";
import { makeOperator } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import type { RunningPortal } from "../fixtures/running-portal";
import { signInAs } from "../fixtures/sign-in";

test.use({ ...FLEET, viewport: { width: 1440, height: 900 } });

const tab = (page: Page, name: string) => page.getByRole("tab", { name, exact: true });
const editor = (page: Page, name: string) => page.getByRole("textbox", { name });
const problems = (page: Page) => page.getByRole("region", { name: "Problems" });
const saved = (page: Page) => expect(page.getByRole("status").getByText("Everything is saved")).toBeVisible();

/** Types at the end of a file. */
async function append(page: Page, file: string, text: string): Promise<void> {
  await editor(page, file).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(text);
}

/** The pages of two operators at the same place; the second one is signed in beside the owner. */
async function colleague(browser: Browser, portal: RunningPortal, email: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const person = await makeOperator(portal, { role: "admin", name: "Ines Colleague", email });
  await signInAs(page, portal, person);
  return page;
}

test("a template is changed in a draft, tried on sample data, compared and released with a changelog", async ({
  ownerPage: page,
  portal,
}) => {
  test.slow();
  await importWithSample(portal, "kiosk");
  await open(page, "/templates/kiosk/1.0.0");
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(page).toHaveURL(/\/templates\/kiosk\/draft$/);

  // A mistake is told at its place while one types, and leads there.
  await append(page, "Load script", "\nTotals:\nLOAD Sum(Amount AS Total;");
  await expect(problems(page)).toContainText(/script\.qvs, line 23: Expected/);
  await expect(page.locator(".cm-lintRange-error").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Release…" })).toBeDisabled();
  await problems(page).getByRole("button").first().click();
  await expect(editor(page, "Load script")).toBeFocused();

  // Mended; the table it reads is offered.
  await page.keyboard.press("Control+End");
  for (let i = 0; i < " AS Total;".length; i++) await page.keyboard.press("Backspace");
  await page.keyboard.type(") AS Total, ShopID RESIDENT Or");
  await page.getByRole("option", { name: "Orders" }).click();

  // The keyboard reaches the documentation of the function the cursor is on, and comes back.
  await page.keyboard.press("Home");
  for (let i = 0; i < "LOAD S".length; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("F1");
  const rule = page.getByRole("link", { name: "Documentation of Sum, opens in a new tab", exact: true });
  await expect(rule).toBeFocused();
  await expect(rule).toHaveAttribute("href", /\/Scripting\/AggregationFunctions\/sum\.htm$/);
  await page.keyboard.press("Escape");
  await expect(editor(page, "Load script")).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type(" GROUP BY ShopID;");
  await expect(problems(page)).toContainText("none");
  await page.keyboard.press("Control+s");
  await saved(page);

  await page.getByRole("button", { name: "Run on sample data" }).click();
  await expect(tab(page, "Runs")).toHaveAttribute("aria-selected", "true");
  const result = page.getByRole("region", { name: "Result of 1.0.1-draft.1" });
  await result.getByRole("button", { name: /^Totals/ }).click({ timeout: 60_000 });
  await expect(result.getByRole("button", { name: /^Totals/ })).toContainText("5 rows");
  await expect(result.getByRole("table", { name: "Rows of Totals" }).getByRole("row")).toHaveCount(6);
  await result.getByRole("button", { name: "Sheets" }).click();
  await expect(result.getByRole("heading", { name: "Shops" })).toBeVisible();

  await tab(page, "Compare").click();
  await expect(page.getByText("Totals:")).toBeVisible();
  await page.getByRole("button", { name: "Run 1.0.0 on the sample data" }).click();
  const tables = page.getByRole("region", { name: "Rows by table" });
  await expect(tables.getByRole("row", { name: /^Totals/ })).toContainText("new", { timeout: 60_000 });
  await expect(page.getByRole("region", { name: "Measures over all data" })).toContainText("1 is equal");

  await page.getByRole("button", { name: "Release…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Release/ });
  await dialog.getByRole("button", { name: "Release 1.0.1" }).click();
  await expect(dialog.getByText("Say what is new.")).toBeVisible();
  await dialog.getByLabel("What is new").fill("- **Totals** by shop");
  await dialog.getByRole("button", { name: "Release 1.0.1" }).click();
  await expect(page).toHaveURL(/\/templates\/kiosk\/1\.0\.1/);
  await expect(page.getByRole("listitem").filter({ hasText: "Totals by shop" })).toBeVisible();
});

test("two operators save different files at once; of the same file one decides, and nothing is lost", async ({
  ownerPage: mine,
  portal,
  browser,
}) => {
  await importWithSample(portal, "stand");
  const theirs = await colleague(browser, portal, "ines@conflict.example");
  await open(mine, "/templates/stand/1.0.0");
  await mine.getByRole("button", { name: "Edit", exact: true }).click();
  await expect(editor(mine, "Load script")).toBeVisible();
  await open(theirs, "/templates/stand/draft");
  await tab(theirs, "Template").click();
  await append(theirs, "template.yaml", "\n# her remark");
  await append(mine, "Load script", "\n// his");
  await mine.keyboard.press("Control+s");
  await saved(mine);
  await theirs.keyboard.press("Control+s");
  await saved(theirs);
  await tab(theirs, "Script").click();
  await expect(editor(theirs, "Load script")).toContainText("// his");

  await append(theirs, "Load script", "\n// hers");
  await append(mine, "Load script", " again");
  await mine.keyboard.press("Control+s");
  await saved(mine);
  await theirs.keyboard.press("Control+s");
  const dialog = theirs.getByRole("dialog", { name: "Somebody else saved script.qvs" });
  await expect(dialog).toContainText("// his again");
  await dialog.getByRole("button", { name: "Save mine over it" }).click();
  await saved(theirs);

  // The other text is in the history.
  await tab(theirs, "History").click();
  await theirs.getByRole("button", { name: /^Revision 4/ }).click();
  await expect(theirs.getByRole("tabpanel")).toContainText("// his again");
  await theirs.context().close();
});

test("a conflict over a sheet in its editor is told, and either side can be kept", async ({
  ownerPage: mine,
  portal,
  browser,
}) => {
  await importWithSample(portal, "booth");
  const theirs = await colleague(browser, portal, "ines@sheets.example");
  await open(mine, "/templates/booth/1.0.0");
  await mine.getByRole("button", { name: "Edit", exact: true }).click();
  // Opening another address at once would take the draft's beginning back.
  await expect(editor(mine, "Load script")).toBeVisible();
  const tile = (page: Page) =>
    page.getByRole("button", { name: /^Shops, Bar/ }).and(page.locator(".sheet-cover"));
  for (const page of [mine, theirs]) {
    await open(page, "/templates/booth/draft?tab=sheets");
    await expect(tile(page)).toBeVisible();
  }
  await tile(theirs).press("ArrowDown");
  await theirs.keyboard.press("Control+s");
  await expect(theirs.locator("[data-state=saved]")).toBeVisible();
  await tile(mine).press("ArrowRight");
  await tab(mine, "Script").click();
  await expect(mine.getByRole("status").getByText("design of the sheets is not saved")).toBeVisible();
  await tab(mine, "Sheets").click();
  await tile(mine).focus();
  await mine.keyboard.press("Control+s");
  await expect(mine.getByText("Somebody else has changed these sheets")).toBeVisible();

  // What is done while one thinks about it is kept as well.
  await tile(mine).press("ArrowRight");
  await mine.getByRole("button", { name: "Save mine over theirs" }).click();
  await expect(mine.getByText("Somebody else has changed these sheets")).toHaveCount(0);
  await expect(tile(mine)).toHaveAccessibleName(/column 9, row 1/);
  await expect(mine.locator("[data-state=saved]")).toBeVisible();

  await tile(theirs).press("ArrowDown");
  await theirs.keyboard.press("Control+s");
  await theirs.getByRole("button", { name: "Load theirs" }).click();
  await expect(tile(theirs)).toHaveAccessibleName(/column 9, row 1/);
  await theirs.context().close();
});
