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

test("two operators save different files at once; of the same file one decides, and nothing is lost", async ({
  ownerPage: mine,
  portal,
  browser,
}) => {
  await importWithSample(portal, "stand");
  const theirs = await colleague(browser, portal, "ines@conflict.example");
  await open(mine, "/templates/stand/1.0.0");
  await mine.getByRole("button", { name: "Edit…" }).click();
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
