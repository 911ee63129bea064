import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use(FLEET);

test("by keyboard: find a tenant among 10,000, open it, come back to it", async ({
  ownerPage: page,
  portal,
}) => {
  const [tenant] = ask<{ name: string }>(portal, "SELECT name FROM tenants WHERE state = 'active' LIMIT 1");
  const name = tenant?.name ?? "";
  await open(page, "/runs");
  await page.keyboard.press("Control+k");
  const menu = page.getByRole("dialog", { name: "Find or do" });
  await expect(menu.getByRole("combobox")).toBeFocused();
  await page.keyboard.type(name);
  const first = menu
    .getByRole("option", { name: new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) })
    .first();
  await expect(first).toBeVisible();
  await expect(menu.getByText(`On ${name}`)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();

  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page).toHaveURL(/\/runs$/);
  await page.keyboard.press("Control+k");
  await expect(menu.getByText("Open lately")).toBeVisible();
  await expect(menu.getByRole("option", { name })).toBeVisible();
});

test("the menu gives the focus back; single keys can be turned off", async ({ ownerPage: page }) => {
  await open(page, "/tenants");
  await page.keyboard.press("/");
  const search = page.getByRole("main").getByRole("searchbox");
  await expect(search).toBeFocused();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Find or do" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(search).toBeFocused();
  await search.blur();

  await page.keyboard.press("?");
  const shortcuts = page.getByRole("dialog", { name: "Shortcuts" });
  await expect(shortcuts).toBeVisible();
  await shortcuts.getByRole("switch").click();
  await page.keyboard.press("Escape");
  await expect(shortcuts).toBeHidden();
  await page.keyboard.press("?");
  await expect(shortcuts).toBeHidden();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Find or do" })).toBeVisible();
});
