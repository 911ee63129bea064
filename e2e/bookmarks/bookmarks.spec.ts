import type { Locator, Page } from "@playwright/test";
import { expectNoViolations } from "../fixtures/accessible";
import { type EmbedHost, type SampleApp, sampleApp, startEmbedHost } from "../fixtures/embed-host";
import { open } from "../fixtures/page";
import { makePerson, type Person } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";

test.use({ contextOptions: { reducedMotion: "reduce" }, viewport: { width: 1600, height: 1000 } });

let app: SampleApp;
let host: EmbedHost;
let people: Record<"author" | "viewer", Person>;

test.beforeAll(async ({ portal }) => {
  test.setTimeout(150_000);
  app = await sampleApp(portal);
  host = await startEmbedHost(portal, app, { allowed: true });
  const person = (role: "author" | "viewer") =>
    makePerson(portal, {
      tenantId: app.tenantId,
      role,
      name: `Mo ${role}`,
      email: `${role}@bookmarks.example`,
    });
  people = { author: await person("author"), viewer: await person("viewer") };
});

test.afterAll(() => host?.stop());

type Scope = Pick<Page, "getByRole" | "getByText">;
const bar = (scope: Scope) => scope.getByRole("toolbar", { name: "Selections" });
const chip = (scope: Scope) => bar(scope).getByRole("button", { name: /^Region/ });
const button = (scope: Scope) => bar(scope).getByRole("button", { name: /^Bookmarks/ });
const panel = (scope: Scope) => scope.getByRole("dialog", { name: "Bookmarks" });

async function choose(scope: Scope, name: string, item: string): Promise<void> {
  await panel(scope)
    .getByRole("button", { name: `More for ${name}` })
    .click();
  await scope.getByRole("menuitem", { name: item }).click();
}

/** Opens the bookmarks and waits until they are read. */
async function openPanel(scope: Scope): Promise<Locator> {
  await button(scope).click();
  await expect(panel(scope).getByRole("textbox")).toBeVisible();
  return panel(scope);
}

test("an author shares a bookmark; a viewer starts with it, and hears what is gone", async ({
  page,
  browser,
  portal,
}) => {
  const address = `/tenants/${app.tenantId}/apps/${app.id}`;
  await signInAs(page, portal, people.author);
  await open(page, address);
  await page.getByText("North", { exact: true }).first().click();
  await expect(chip(page)).toContainText("North");
  await openPanel(page);
  // It takes the keys once it has opened.
  await expect(panel(page).getByRole("textbox")).toBeFocused();
  await page.keyboard.type("Up north");
  await page.keyboard.press("Enter");
  await expect(panel(page).getByRole("list", { name: "Bookmarks" })).toContainText("Up north");
  await choose(page, "Up north", "Share with everybody");
  await expect(panel(page)).toContainText("Shared with everybody");

  const context = await browser.newContext({ reducedMotion: "reduce", baseURL: portal.url });
  const other = await context.newPage();
  await signInAs(other, portal, people.viewer);
  await open(other, address);
  await openPanel(other);
  await choose(other, "Up north", "Open with this");
  await expect(panel(other)).toContainText("Opens with this");
  await open(other, address);
  await expect(chip(other)).toContainText("North");
  await expect(button(other)).toHaveAccessibleName("Bookmarks: at “Up north”");
  await bar(other).getByRole("button", { name: "Clear all selections" }).click();
  await expect(button(other)).toHaveAccessibleName("Bookmarks");

  await open(other, `${address}?select=${encodeURIComponent('{"Region":["South"]}')}`);
  await expect(chip(other)).toContainText("South");
  await expectNoViolations(other, "dashboard in the portal");
  await openPanel(other);
  await expectNoViolations(other, "bookmarks on a phone", { widths: [375] });
  await context.close();

  await choose(page, "Up north", "Delete");
  await expect(panel(page)).toContainText("“Up north” deleted");
  await panel(page).getByRole("button", { name: "Undo" }).click();
  await expect(panel(page).getByRole("button", { name: /^Up north/ })).toBeVisible();
});

test("in an embed the host's person keeps their own, and goes back to it", async ({ page }) => {
  await page.goto(host.url);
  const frame = page.frameLocator("tenantry-app iframe");
  await frame.getByText("North", { exact: true }).first().click();
  await openPanel(frame);
  await panel(frame).getByRole("textbox").fill("Mine");
  await panel(frame).getByRole("button", { name: "Save" }).click();
  const kept = panel(frame).getByRole("button", { name: /^Mine/ });
  await expect(kept).toBeVisible();
  await panel(frame).getByRole("button", { name: "More for Mine" }).click();
  await expect(frame.getByRole("menuitem", { name: "Rename" })).toBeVisible();
  await expect(frame.getByRole("menuitem", { name: "Share with everybody" })).toBeHidden();

  await page.reload();
  await openPanel(frame);
  await kept.click();
  await expect(chip(frame)).toContainText("North");
});
