import type { Browser, Page } from "@playwright/test";
import { makeBookmark } from "@/db/factories";
import { applyCustomer, type Customer } from "../fixtures/customers";
import { ask } from "../fixtures/database";
import { FLEET } from "../fixtures/fleet";
import { hydrated, open } from "../fixtures/page";
import { makePerson, type Person } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInAs } from "../fixtures/sign-in";
import { withStore } from "../fixtures/store";

test.use(FLEET);

const PASSWORD = "seven herons over a quiet weir";

let customer: Customer;
let other: Customer;
let admin: Person;

test.beforeAll(async ({ portal }) => {
  const wait = true;
  [customer, other] = await Promise.all([
    applyCustomer(portal, { slug: "people-house", name: "People House", orders: 50, wait }),
    applyCustomer(portal, { slug: "people-next", name: "People Next", orders: 20, wait }),
  ]);
  const email = "chief@people.example";
  admin = await makePerson(portal, { tenantId: customer.id, role: "admin", name: "Chris Chief", email });
});

const people = () => `/tenants/${customer.id}/people`;
const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

async function menu(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Somebody else's browser, where an address is opened. */
async function elsewhere(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(url);
  await hydrated(page);
  return page;
}

test("an admin invites by link; the person joins in another browser, sees this tenant only, and is locked out at once", async ({
  page,
  portal,
  browser,
}) => {
  test.slow();
  await signInAs(page, portal, admin);
  await open(page, people());
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("E-mail").fill("nia@people.example");
  await page.getByRole("radio", { name: /^Author/ }).click();
  await page.getByRole("button", { name: "Send invitation" }).click();
  const link = (await page.getByTestId("secret").textContent()) ?? "";
  expect(link).toMatch(/\/invitation#.{20,}$/);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(row(page, "nia@people.example")).toContainText("Invited until");

  const theirs = await elsewhere(browser, link);
  await expect(theirs.getByRole("heading", { name: "Join People House" })).toBeVisible();
  await expect(theirs).toHaveURL(`${portal.url}/invitation`);
  await theirs.getByLabel("Your name").fill("Nia New");
  await theirs.getByLabel("Password", { exact: true }).fill("short");
  await theirs.getByRole("button", { name: "Join", exact: true }).click();
  await expect(theirs.getByText("Use at least 12 characters.")).toBeVisible();
  await theirs.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await theirs.getByRole("button", { name: "Join", exact: true }).click();
  await expect(theirs).toHaveURL(`${portal.url}/tenants/${customer.id}`);
  await expect(theirs.getByRole("heading", { level: 1, name: "People House" })).toBeVisible();
  await theirs.goto(`${portal.url}/tenants/${other.id}`);
  await expect(theirs.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  expect(await theirs.content()).not.toContain("People Next");

  const used = await elsewhere(browser, link);
  await expect(used.getByRole("heading", { name: /not valid any more/ })).toBeVisible();
  await used.context().close();

  await page.reload();
  await hydrated(page);
  await expect(row(page, "Nia New")).toContainText("Active");
  await menu(page, "Nia New", "Suspend…");
  await page.getByRole("button", { name: "Suspend", exact: true }).click();
  await expect(row(page, "Nia New")).toContainText("Suspended");
  await theirs.goto(`${portal.url}/tenants/${customer.id}`);
  await expect(theirs.getByRole("heading", { name: "You belong to no organisation here" })).toBeVisible();
  await theirs.context().close();
});

test("somebody with an account signs in from the invitation, comes back to it and accepts", async ({
  page,
  browser,
  ownerCookies,
}) => {
  const eve = { email: "eve@people.example", password: PASSWORD };
  await page.context().addCookies(ownerCookies);
  await open(page, people());
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("E-mail").fill(eve.email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  const theirs = await elsewhere(browser, (await page.getByTestId("secret").textContent()) ?? "");
  await page.getByRole("button", { name: "I have kept it" }).click();
  await theirs.getByLabel("Your name").fill("Eve Early");
  await theirs.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await theirs.getByRole("button", { name: "Join", exact: true }).click();
  await expect(theirs).toHaveURL(/tenants/);
  await theirs.context().close();

  await open(page, `/tenants/${other.id}/people`);
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("E-mail").fill(eve.email);
  await page.getByRole("button", { name: "Send invitation" }).click();
  const again = await elsewhere(browser, (await page.getByTestId("secret").textContent()) ?? "");
  await again.getByRole("button", { name: `Sign in as ${eve.email}` }).click();
  await expect(again).toHaveURL(/sign-in/);
  await hydrated(again);
  await again.getByLabel("Work e-mail").fill(eve.email);
  await again.getByLabel("Password", { exact: true }).fill(eve.password);
  await again.getByRole("button", { name: "Sign in" }).click();
  await again.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(again.getByRole("heading", { level: 1, name: "People Next" })).toBeVisible();
  await again.context().close();
});

test("the last admin stays, and a file with a wrong row adds the right ones", async ({ page, portal }) => {
  await signInAs(page, portal, admin);
  await open(page, people());
  await menu(page, "Chris Chief", "Remove…");
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByRole("region", { name: "Notices" })).toContainText("Chris Chief is the last admin");
  await page.getByRole("link", { name: "Upload" }).click();
  await expect(page.getByRole("heading", { name: "Upload people or groups" })).toBeVisible();
  const rows = [
    "email,name,role,groups",
    "olu@people.example,Olu,author,Night shift",
    "pia@people,Pia,viewer,",
  ];
  await page.getByLabel("Rows").fill(rows.join("\n"));
  await page.getByRole("button", { name: "Check" }).click();
  await expect(row(page, "pia@people")).toContainText("is not an e-mail address");
  await expect(page.getByText("New groups: Night shift.")).toBeVisible();
  await page.getByRole("button", { name: "Do 1 row" }).click();
  await expect(page.getByText(/^1 person added/)).toBeVisible();
  await expect(page.getByText(/^Line 3: email/)).toBeVisible();
  await expect(row(page, "olu@people.example")).toContainText("/invitation#");
  await page.getByRole("link", { name: "Go to people" }).click();
  await expect(row(page, "Olu")).toContainText("Night shift");
});

test("an app opened by one group does not exist for others", async ({ page, portal, browser }) => {
  const viewer = await makePerson(portal, {
    tenantId: customer.id,
    role: "viewer",
    name: "Val Viewer",
    email: "val@people.example",
  });
  const [app] = ask<{ id: string }>(portal, "select id from apps where tenant_id = ?", customer.id);
  const address = `/tenants/${customer.id}/apps/${app?.id}`;
  await signInAs(page, portal, admin);
  await open(page, `${address}?tab=access`);
  await page.getByRole("radio", { name: /^Only some groups/ }).click();
  await page.getByRole("checkbox", { name: /Management/ }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Who may open this is saved")).toBeVisible();
  const theirs = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signInAs(theirs, portal, viewer);
  await theirs.goto(portal.url);
  await expect(theirs.getByText("No app yet")).toBeVisible();
  await theirs.goto(portal.url + address);
  await expect(theirs.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await open(page, people());
  await menu(page, "Val Viewer", "Change role, groups, id…");
  await page.getByRole("checkbox", { name: "Management" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(row(page, "Val Viewer")).toContainText("Management");
  await theirs.goto(portal.url + address);
  await expect(theirs.getByRole("heading", { level: 1 })).toContainText("Orders");
  await theirs.context().close();
});

test("a file of groups gives rights; on a phone the reasons of wrong rows stand below them", async ({
  page,
  portal,
}) => {
  const noa = { tenantId: other.id, role: "admin", name: "Noa Next", email: "noa@people.example" } as const;
  const chief = await makePerson(portal, noa);
  const [app] = ask<{ id: string; title: string }>(
    portal,
    "select id, title from apps where tenant_id = ?",
    other.id,
  );
  await signInAs(page, portal, chief);
  await page.setViewportSize({ width: 375, height: 780 });
  await open(page, `/tenants/${other.id}/people/import`);
  const rows = ["group,members,apps", `Harbour,${noa.email},${app?.id}`, "Harbour,,No such app"];
  await page.getByLabel("Rows").fill(rows.join("\n"));
  await page.getByRole("button", { name: "Check", exact: true }).click();
  const reason = page.getByRole("listitem").filter({ hasText: 'there is no app "No such app"' });
  await expect(reason).toBeVisible();
  const box = await reason.boundingBox();
  expect((box?.x ?? 375) + (box?.width ?? 0)).toBeLessThanOrEqual(375);
  await expect(page.getByText("new group", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("open to everybody until now; only to its groups from then on")).toBeVisible();
  await page.getByRole("button", { name: "Do 1 row" }).click();
  await expect(page.getByText("1 group created, 1 person put into groups, 1 right given.")).toBeVisible();
  const granted =
    "select app_id from grants join groups on groups.id = group_id where groups.name = 'Harbour'";
  expect(ask<{ app_id: string }>(portal, granted)).toEqual([{ app_id: app?.id }]);
});

test("who is removed leaves what others use, is told that they belong nowhere, and whom to ask", async ({
  page,
  portal,
  browser,
}) => {
  const tenantId = other.id;
  const lea = { tenantId, role: "author", name: "Lea Leaver", email: "lea@people.example" } as const;
  const leaver = await makePerson(portal, lea);
  const max = { tenantId, role: "admin", name: "Max Manager", email: "max@people.example" } as const;
  const manager = await makePerson(portal, max);
  const [user] = ask<{ id: string }>(portal, "select id from users where email = ?", lea.email);
  const [app] = ask<{ id: string }>(portal, "select id from apps where tenant_id = ?", tenantId);
  await withStore(portal, async (store) => {
    const kept = { tenantId, appId: app?.id ?? "", owner: `user:${user?.id}` };
    await makeBookmark(store, { ...kept, name: "Used by others", shared: true });
    await makeBookmark(store, { ...kept, name: "Of Lea alone" });
  });
  await signInAs(page, portal, manager);
  await open(page, `/tenants/${tenantId}/people`);
  await menu(page, lea.name, "Remove…");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("1 shared bookmark is handed over.");
  await expect(dialog).toContainText("1 bookmark that only they see is deleted.");
  await dialog.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("Lea Leaver is removed")).toBeVisible();
  const left =
    "select owner from bookmarks where tenant_id = ? and name in ('Used by others', 'Of Lea alone')";
  const owners = ask<{ owner: string }>(portal, left, tenantId);
  expect(owners).toHaveLength(1);
  expect(owners[0]?.owner).not.toBe(`user:${user?.id}`);

  const theirs = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await signInAs(theirs, portal, leaver);
  await theirs.goto(`${portal.url}/`);
  await expect(theirs.getByRole("heading", { name: "You belong to no organisation here" })).toBeVisible();
  await theirs.getByRole("link", { name: "Your account", exact: true }).click();
  await expect(theirs).toHaveURL(/\/account$/);
  await theirs.context().close();
});

test("an admin gives the tenant another colour, and its dashboards and its people's portal wear it", async ({
  page,
  portal,
}) => {
  await signInAs(page, portal, admin);
  await open(page, `/tenants/${customer.id}/settings`);
  const save = page.getByRole("button", { name: "Save", exact: true });
  await expect(save).toBeDisabled();
  const color = page.getByLabel("Colour", { exact: true });
  await color.fill("green");
  await save.click();
  await expect(color).toHaveAttribute("aria-invalid", "true");
  await color.fill("#0a5c36");
  await expect(page.getByText("Chart colours of this brand").first()).toBeVisible();
  await save.click();
  await expect(page.getByText("Settings saved")).toBeVisible();
  await expect(save).toBeDisabled();
  await open(page, `/tenants/${customer.id}`);
  await page.getByRole("table", { name: "Apps" }).getByRole("link").first().click();
  const dash = page.locator("main .dash").first();
  await expect(dash).toHaveAttribute("style", /--brand: ?light-dark\(#0a5c36/);

  const accent = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent"));
  const sidebar = page.getByRole("complementary", { name: "Sidebar", exact: true });
  for (const path of [`/tenants/${customer.id}`, "/account"]) {
    await open(page, path);
    expect(await accent(), path).toContain("#0a5c36");
    await expect(sidebar.getByRole("link", { name: "People House", exact: true }).first()).toBeVisible();
    await expect(sidebar).not.toContainText("Tenantry");
    const html = await (await page.request.get(path)).text();
    expect(html, "the first HTML wears it").toMatch(/<style>[^<]*--accent:light-dark\(#0a5c36/);
  }
});
