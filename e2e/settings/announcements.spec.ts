import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use(FLEET);

test("an announcement is told at the top of the portal, put away, and ended", async ({ ownerPage: page }) => {
  const words = "Tonight at ten we are away for an hour.";
  await open(page, "/settings/announcements");
  await page.getByRole("button", { name: "Announce…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Announce…" }).click();
  await expect(page.getByText("Say what it is about.")).toBeVisible();
  await page.getByLabel("Text").fill(words);
  await page.getByLabel("Link").fill("https://status.example/night");
  await page.getByRole("dialog").getByRole("button", { name: "Announce…" }).click();
  const told = page.getByRole("region", { name: "Announcements" }).filter({ hasText: "More about it" });
  await expect(told).toContainText(words);

  await open(page, "/tenants");
  await expect(told).toContainText(words);
  await expect(told.getByRole("link", { name: "More about it" })).toHaveAttribute(
    "href",
    "https://status.example/night",
  );
  const away = page.waitForResponse(/announcements\.dismiss/);
  await told.getByRole("button", { name: `Put away: ${words}`, exact: true }).click();
  await expect(told).toHaveCount(0);
  await away;

  await open(page, "/settings/announcements");
  await expect(told).toHaveCount(0);
  const row = page.getByRole("row", { name: new RegExp(words) });
  await expect(row).toContainText("everybody");
  await row.getByRole("button", { name: /^End/ }).click();
  await expect(row).toContainText("Ended");
});

test("tenants that are ticked can be told something by themselves", async ({ ownerPage: page }) => {
  await open(page, "/tenants");
  await page.getByRole("checkbox").nth(1).click();
  await page.getByRole("checkbox").nth(2).click();
  await page.getByRole("button", { name: "Announce…" }).click();
  await expect(page.getByRole("dialog")).toContainText("The people of 2 tenants see it");
  await page.getByLabel("Text").fill("Your database is slow today.");
  await page.getByRole("dialog").getByRole("button", { name: "Announce…" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await open(page, "/settings/announcements");
  await expect(page.getByRole("row", { name: /Your database is slow/ })).toContainText("2 tenants");
});

test("an announcement is planned: it is shown from its start, and one that ends before it is asked about", async ({
  ownerPage: page,
}) => {
  const words = "Next year the portal moves.";
  const year = new Date().getFullYear() + 1;
  await open(page, "/settings/announcements");
  await page.getByRole("button", { name: "Announce…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Text").fill(words);
  await dialog.getByLabel("Shown from").fill(`${year}-03-01T08:00`);
  await dialog.getByRole("button", { name: "Announce…" }).click();
  await expect(dialog.getByText("It has to end after it starts")).toBeVisible();
  await dialog.getByLabel("Until").fill(`${year}-03-02T08:00`);
  await dialog.getByRole("button", { name: "Announce…" }).click();
  const row = page.getByRole("row", { name: new RegExp(words) });
  await expect(row).toContainText("Planned");
  await expect(row).toContainText(`1 Mar ${year} to 2 Mar ${year}`);
  await open(page, "/tenants");
  await expect(page.getByText(words)).toHaveCount(0);
});
