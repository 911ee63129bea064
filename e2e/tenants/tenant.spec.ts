import { applyCustomer, type Customer, PLANTED_SECRET } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { expectNoSidewaysScroll, open, tabTo } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

test.use(FLEET);

let customer: Customer;

test.beforeAll(async ({ portal }) => {
  customer = await applyCustomer(portal, { slug: "facts", name: "Facts & Söhne", orders: 1_234, wait: true });
});

test("facts, apps and what happened are those of the tenant", async ({ ownerPage: page }) => {
  await open(page, `/tenants/${customer.id}`);
  await expect(page).toHaveTitle(/^Facts & Söhne/);
  await expect(page.getByRole("heading", { level: 1, name: "Facts & Söhne" })).toBeVisible();
  const fact = (label: string) => page.locator("main dl > div").filter({ hasText: label }).locator("dd");
  await expect(fact("State")).toHaveText("Active");
  await expect(fact("Plan")).toHaveText("Growth");
  await expect(fact("People")).toHaveText("2 people");
  await expect(fact("Platform")).toContainText("Built-in");
  await expect(fact("Platform")).toContainText("eu");
  const app = page.getByRole("table", { name: "Apps" }).getByRole("row").filter({ hasText: "Orders" });
  await expect(app).toContainText("1.0.0");
  await expect(app).toContainText("1,239");
  const people = page.getByRole("region", { name: "People" });
  await expect(people).toContainText(/Robin Admin .* cannot come in yet: nobody has invited them\./);
  await people.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByTestId("secret")).toContainText("/invitation#");
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(people).toContainText("Robin Admin, the admin, has not come in yet.");
  const runs = page.getByRole("region", { name: "Recent runs" });
  await expect(runs.getByRole("listitem")).toHaveCount(1);
  await expect(runs).toContainText("Succeeded");
  await runs.getByRole("link", { name: /Set up Facts/ }).click();
  await expect(page).toHaveURL(`/runs/${customer.run}`);
});

test("connections say that there is a secret, and nothing the browser gets holds it", async ({
  ownerPage: page,
}) => {
  const got: Promise<string>[] = [];
  page.on("response", (response) => {
    const readable = response.status() < 300 && !response.url().includes("/_next/static/");
    if (readable) got.push(response.text().catch(() => ""));
  });
  await open(page, `/tenants/${customer.id}`);
  const connections = page.getByRole("region", { name: "Connections" });
  await expect(connections.getByRole("listitem").filter({ hasText: "Warehouse" })).toContainText(
    "Secret stored",
  );
  await expect(connections.getByRole("listitem").filter({ hasText: "Shop" })).not.toContainText(
    "Secret stored",
  );
  await open(page, `/runs/${customer.run}`);
  await page.waitForLoadState("networkidle");
  const answers = await Promise.all(got);
  expect(answers.join("").length).toBeGreaterThan(1_000);
  for (const text of [...answers, await page.content()]) expect(text).not.toContain(PLANTED_SECRET);
});

test.describe("with the clipboard", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("the id is copied by mouse and by key", async ({ ownerPage: page }) => {
    await open(page, `/tenants/${customer.id}`);
    const id = page.getByRole("button", { name: customer.id });
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await id.click();
    await expect(id.getByRole("status")).toHaveText("Copied");
    expect(await clipboard()).toBe(customer.id);
    await page.evaluate(() => navigator.clipboard.writeText(""));
    await open(page, `/tenants/${customer.id}`);
    await tabTo(page, id);
    await page.keyboard.press("Enter");
    await expect(id.getByRole("status")).toHaveText("Copied");
    expect(await clipboard()).toBe(customer.id);
  });
});

test("a tenant that needs somebody says why", async ({ ownerPage: page, portal }) => {
  const [failed] = ask<{ id: string }>(
    portal,
    "SELECT id FROM tenants WHERE state = 'failed' AND sample LIMIT 1",
  );
  await open(page, `/tenants/${failed?.id}`);
  await expect(page.getByText("The database refused the password.")).toBeVisible();
  await expect(page.getByText("No app yet. Apps come from templates when a run sets them up.")).toBeVisible();
});

test("a tenant that is not there is a page that says so, with the way back", async ({ ownerPage: page }) => {
  const answer = await page.request.get("/tenants/ten_1m7y00000000000000000");
  expect(answer.status()).toBe(404);
  await open(page, "/tenants/ten_1m7y00000000000000000");
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await page.getByRole("link", { name: "Go to tenants" }).click();
  await expect(page).toHaveURL(/\/tenants$/);
});

test("a telephone shows all of it without scrolling sideways", async ({ ownerPage: page }) => {
  await page.setViewportSize({ width: 375, height: 740 });
  await open(page, `/tenants/${customer.id}`);
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Open menu" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Runs" }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await expectNoSidewaysScroll(page);
  await open(page, `/runs/${customer.run}`);
  await expectNoSidewaysScroll(page);
});
