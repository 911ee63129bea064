import type { Page } from "@playwright/test";
import { FLEET } from "../fixtures/fleet";
import { expect, test } from "../fixtures/portal";

test.use(FLEET);

/** The page is drawn long before its scripts have come, as on a slow line. */
async function scriptsComeLate(page: Page): Promise<() => void> {
  let release: () => void = () => undefined;
  const come = new Promise<void>((done) => {
    release = done;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await come;
    await route.continue();
  });
  return release;
}

test("what is typed and pressed before the page has come alive is done when it has", async ({
  ownerPage: page,
}) => {
  const scripts = await scriptsComeLate(page);
  await page.goto("/tenants/new", { waitUntil: "commit" });
  await page.getByLabel("Name", { exact: true }).fill("Early Birds");
  await page.getByRole("button", { name: "Continue to templates" }).click();
  expect(new URL(page.url()).search, "the fields do not travel in the address").toBe("");
  scripts();
  await expect(page).toHaveURL(/step=templates/);
  await page.getByRole("button", { name: "Back" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Early Birds");
  await expect(page.getByLabel("Slug", { exact: true })).toHaveValue("early-birds");
});

test("a dialog asked for too early opens once", async ({ ownerPage: page }) => {
  const scripts = await scriptsComeLate(page);
  await page.goto("/settings/operators", { waitUntil: "commit" });
  await page.getByRole("button", { name: "Add operator" }).click();
  scripts();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByLabel("Name").fill("Nobody");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
