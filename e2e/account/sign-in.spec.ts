import type { Page } from "@playwright/test";
import { open, tabTo } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";
import type { RunningPortal } from "../fixtures/running-portal";
import { changePassword, signInByForm, submitSignIn } from "../fixtures/sign-in";
import { tenantryOk } from "../fixtures/tenantry";

const OWN_PASSWORD = "three boats and a tin whistle";
let made = 0;

/** A new owner with a one-time password, from the command line. */
async function newOwner(portal: RunningPortal): Promise<{ email: string; password: string }> {
  const email = `owner-${++made}@account.example`;
  const [owner] = await tenantryOk(portal, ["owner", "create", "--email", email, "--name", "Olive Owner"]);
  return { email, password: String(owner?.oneTimePassword) };
}

/** Somebody who has long chosen their password. */
let olive: { email: string; password: string };

test.beforeAll(async ({ browser, portal }) => {
  const { email, password } = await newOwner(portal);
  const page = await browser.newPage();
  await signInByForm(page, portal, { email, password });
  await changePassword(page, password, OWN_PASSWORD);
  await page.close();
  olive = { email, password: OWN_PASSWORD };
});

const problem = (page: Page) => page.locator("form [role=alert], form [aria-live]").first();

test("a wrong password and an unknown user get the same words", async ({ page, portal }) => {
  const { email } = await newOwner(portal);
  await page.goto("/sign-in");
  const told: string[] = [];
  for (const wrong of [email, "nobody@account.example"]) {
    await submitSignIn(page, { email: wrong, password: "not the password of anybody" });
    await expect(page.getByText("E-mail or password is not right.")).toBeVisible();
    told.push((await problem(page).textContent()) ?? "");
    await page.reload();
  }
  expect(told[1]).toBe(told[0]);
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("what is left out is named at its field", async ({ page }) => {
  await open(page, "/sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByLabel("Work e-mail")).toHaveAccessibleDescription("Enter your e-mail address.");
  await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(
    "Enter your password.",
  );
});

test("after too many failures even the right password waits", async ({ page, portal }) => {
  const { email, password } = await newOwner(portal);
  await page.goto("/sign-in");
  await submitSignIn(page, { email, password: "wrong" });
  for (let i = 0; i < 8; i++) {
    await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await expect(page.getByText("Too many failed sign-ins. Wait 15 minutes, then go on.")).toBeVisible();
  await submitSignIn(page, { email, password });
  await expect(page.getByText("Too many failed sign-ins. Wait 15 minutes, then go on.")).toBeVisible();
});

test("the first sign-in leads nowhere but to a password of one's own", async ({ page, portal }) => {
  const { email, password } = await newOwner(portal);
  await signInByForm(page, portal, { email, password });
  await expect(page.getByRole("heading", { name: "Choose your own password" })).toBeVisible();
  for (const path of ["/", "/tenants", "/runs"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/change-password$/);
  }
  const list = await page.request.get(`/api/trpc/tenants.list?input=${encodeURIComponent('{"json":{}}')}`);
  expect(list.status()).toBe(403);

  await open(page, "/change-password");
  await page.getByLabel("One-time password").fill(password);
  await page.getByLabel("New password", { exact: true }).fill("short");
  await page.getByLabel("New password again").fill("other");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("New password", { exact: true })).toHaveAccessibleDescription(
    "Use at least 12 characters.",
  );
  await expect(page.getByLabel("New password again")).toHaveAccessibleDescription("The two do not match.");

  await changePassword(page, password, OWN_PASSWORD);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await submitSignIn(page, { email, password });
  await expect(page.getByText("E-mail or password is not right.")).toBeVisible();
  await submitSignIn(page, { email, password: OWN_PASSWORD });
  await expect(page).not.toHaveURL(/sign-in/);
});

test("signing out ends the session everywhere the cookie went", async ({ page, portal, browser }) => {
  await signInByForm(page, portal, olive);
  const copied = await page.context().cookies();
  await page.getByRole("button", { name: "Account of Olive Owner" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.goto("/tenants");
  await expect(page).toHaveURL(/\/sign-in/);

  const thief = await browser.newContext();
  await thief.addCookies(copied);
  const stolen = await thief.newPage();
  await stolen.goto(`${portal.url}/tenants`);
  await expect(stolen).toHaveURL(/\/sign-in/);
  await thief.close();
});

test("a usual portal has no gallery, and says so inside the portal", async ({ page, portal }) => {
  await signInByForm(page, portal, olive);
  const answer = await page.goto("/gallery");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
});

test("a deep link is where one is after signing in", async ({ page }) => {
  const link = "/tenants?q=fjord&sort=created&dir=desc";
  await page.goto(link);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await submitSignIn(page, olive);
  await expect(page).toHaveURL(new RegExp(`${link.replace("?", "\\?")}$`));
});

test("a link that would lead to another site leads to the portal", async ({ page, portal }) => {
  for (const foreign of [
    "//evil.example/x",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
  ]) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(foreign)}`);
    await submitSignIn(page, olive);
    await expect(page).toHaveURL(new RegExp(`^${portal.url}/$`));
  }
});

test("by keyboard alone: in, dark, and out again", async ({ page }) => {
  await open(page, "/sign-in");
  await tabTo(page, page.getByLabel("Work e-mail"));
  await page.keyboard.type(olive.email);
  await tabTo(page, page.getByLabel("Password", { exact: true }), 1);
  await page.keyboard.type(olive.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/");
  const account = page.getByRole("button", { name: "Account of Olive Owner" });
  await tabTo(page, account);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.type("Da");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await tabTo(page, account);
  await page.keyboard.press("Enter");
  await page.keyboard.type("Sign");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in$/);
});
