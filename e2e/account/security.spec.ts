import type { Page } from "@playwright/test";
import { TOTP } from "otpauth";
import { expectNoSidewaysScroll, hydrated, open } from "../fixtures/page";
import { makePerson, PERSON_PASSWORD } from "../fixtures/people";
import { expect, test } from "../fixtures/portal";
import { signInByForm, submitSignIn } from "../fixtures/sign-in";

const NEW_PASSWORD = "four geese by the old mill";
const LATER_MS = 30_000;

/** A code of the app; each step's code is taken once, so the next sign-in uses the one after it. */
const codeOf = (secret: string, later = 0) =>
  new TOTP({ secret }).generate({ timestamp: Date.now() + later });

const askedForCode = (page: Page) => expect(page.getByLabel("Code of your authenticator app")).toBeVisible();

async function giveCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code of your authenticator app").fill(code);
  await page.getByRole("button", { name: "Go on" }).click();
}

test("a second factor is set up, asked for, stood in for by a recovery code; other sessions are ended", async ({
  page,
  portal,
  browser,
}) => {
  const ada = await makePerson(portal, {
    tenantId: "ten_none",
    role: "viewer",
    name: "Ada Factor",
    email: "ada@security.example",
  });
  await signInByForm(page, portal, ada);
  await page.setViewportSize({ width: 375, height: 800 });
  await open(page, "/account");
  await expectNoSidewaysScroll(page);
  await page.getByRole("link", { name: "Set up second factor" }).click();
  await expect(page.getByRole("heading", { name: "Set up your second factor" })).toBeVisible();
  await hydrated(page);
  await page.getByLabel("Your password").fill(PERSON_PASSWORD);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("img", { name: "QR code for an authenticator app" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  const secret = ((await page.getByTestId("factor-key").textContent()) ?? "").replace(/\s/g, "");
  await page.getByLabel("Code the app shows now").fill(codeOf(secret));
  await page.getByRole("button", { name: "Turn second factor on" }).click();
  await expect(page.getByTestId("recovery-code")).toHaveCount(10);
  const codes = await page.getByTestId("recovery-code").allTextContents();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes are left")).toBeVisible();

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(`${portal.url}/sign-in`);
  await submitSignIn(other, ada);
  await askedForCode(other);
  await giveCode(other, "000000");
  await expect(other.getByText("The code is not right.", { exact: false })).toBeVisible();
  await giveCode(other, codeOf(secret, LATER_MS));
  await expect(other).not.toHaveURL(/sign-in/);

  await other.context().clearCookies();
  await other.goto(`${portal.url}/sign-in`);
  await submitSignIn(other, ada);
  await askedForCode(other);
  await giveCode(other, codes[0] ?? "");
  await expect(other).not.toHaveURL(/sign-in/);

  await open(page, "/account");
  await expect(page.getByText("9 recovery codes are left")).toBeVisible();
  await page.getByRole("button", { name: "Sign out everywhere else…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("2 other sessions were signed out")).toBeVisible();
  await other.goto(`${portal.url}/account`);
  await expect(other).toHaveURL(/\/sign-in/);
  await elsewhere.close();
});

test("a forgotten password is replaced by the link of the outbox, which works once", async ({
  portal,
  ownerPage,
  browser,
}) => {
  const bob = await makePerson(portal, {
    tenantId: "ten_none",
    role: "viewer",
    name: "Bob Forgetful",
    email: "bob@security.example",
  });
  const elsewhere = await browser.newContext();
  const forgetful = await elsewhere.newPage();
  await forgetful.goto(`${portal.url}/sign-in`);
  await forgetful.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(forgetful).toHaveURL(/\/reset-password$/);
  await hydrated(forgetful);
  await forgetful.getByLabel("Work e-mail").fill(bob.email);
  await forgetful.getByRole("button", { name: "Send link" }).click();
  await expect(forgetful.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();

  const link = await linkFor(ownerPage, bob.email);
  await forgetful.goto(link);
  await expect(forgetful.getByText(`For ${bob.email}`)).toBeVisible();
  expect(forgetful.url()).not.toContain("#");
  await forgetful.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
  await forgetful.getByLabel("New password again").fill(NEW_PASSWORD);
  await forgetful.getByRole("button", { name: "Set new password" }).click();
  await expect(forgetful.getByRole("heading", { name: "Your new password is set" })).toBeVisible();
  await signInByForm(forgetful, portal, { ...bob, password: NEW_PASSWORD });

  await forgetful.goto("about:blank");
  await forgetful.goto(link);
  await expect(forgetful.getByText("This link is not valid any more.", { exact: false })).toBeVisible();
  await elsewhere.close();
});

/** The link an owner hands over while no mail server is set. */
async function linkFor(owner: Page, email: string): Promise<string> {
  const ask = (path: string, input: unknown) =>
    `/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
  interface List {
    result: { data: { json: { items: { id: string; recipient: string }[] } } };
  }
  let id = "";
  await expect
    .poll(async () => {
      const { result } = (await (await owner.request.get(ask("mails.list", {}))).json()) as List;
      id = result.data.json.items.find((mail) => mail.recipient === email)?.id ?? "";
      return id;
    })
    .not.toBe("");
  const read = await owner.request.post("/api/trpc/mails.read", { data: { json: { id } } });
  return /http\S+\/reset-password#\S+/.exec(await read.text())?.[0].split("\\n")[0] ?? "";
}
