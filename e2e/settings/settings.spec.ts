import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { FLEET } from "../fixtures/fleet";
import { open } from "../fixtures/page";
import { expect, test } from "../fixtures/portal";

const SMTP_PASSWORD = "planted-Smtp-e2e-31";

test.use(FLEET);

test("an operator is added and told the one-time password this once; the last owner stays", async ({
  ownerPage: page,
}) => {
  await open(page, "/settings/operators");
  await page.getByRole("button", { name: "Add operator" }).click();
  await page.getByLabel("Name").fill("Ines Varga");
  await page.getByLabel("E-mail address").fill("ines@settings.example");
  await page.getByRole("radio", { name: /^Support/ }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Add operator" }).click();
  const password = await page.getByTestId("secret").textContent();
  expect(password?.length).toBeGreaterThan(15);
  await page.keyboard.press("Escape");
  await page.mouse.click(4, 4);
  await expect(page.getByTestId("secret")).toBeVisible();
  await page.getByRole("button", { name: "I have kept it" }).click();
  const row = page.getByRole("row", { name: /Ines Varga/ });
  await expect(row).toContainText("Support");
  await expect(row).toContainText("One-time password");
  expect(await page.content()).not.toContain(password);

  await page.getByRole("button", { name: "Actions for Owner" }).click();
  await page.getByRole("menuitem", { name: "Disable…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disable operator" }).click();
  await expect(page.getByText("This is the last owner who can sign in.").first()).toBeVisible();
});

test("an API key is shown once, works on the API page, and not after it was revoked", async ({
  ownerPage: page,
}) => {
  await open(page, "/settings/api-keys");
  await page.getByRole("button", { name: "Create API key" }).click();
  await page.getByLabel("Name").fill("CRM sync");
  await page.getByRole("dialog").getByRole("button", { name: "Create API key" }).click();
  const key = (await page.getByTestId("secret").textContent()) ?? "";
  expect(key).toMatch(/^tnt_/);
  await expect(page.getByText(/^tnt_…/)).toBeAttached();
  await expect(page.getByTestId("secret"), "stays when the list has the key").toBeVisible();

  await open(page, "/developers");
  await page.getByRole("button", { name: /GET \/plans / }).click();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "200" })).toBeVisible();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wider, "an answer does not widen the page").toBe(false);
  await page.getByLabel("API key for trying").fill(key);
  await expect(page.getByText(`With the key that ends in ${key.slice(-4)}`)).toBeVisible();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "200" })).toBeVisible();

  await open(page, "/settings/api-keys");
  await page.getByRole("button", { name: "Revoke CRM sync…" }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByRole("row", { name: /CRM sync/ })).toContainText("Revoked");
  const refused = await page.request.get("/api/v1/plans", { headers: { authorization: `Bearer ${key}` } });
  expect(refused.status()).toBe(401);
});

test("a host is added, and taken away with a way back", async ({ ownerPage: page }) => {
  await open(page, "/settings/network");
  await page.getByLabel("Add host").fill("http://db.internal");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "is no host" })).toBeVisible();
  await page.getByLabel("Add host").fill("db.internal:5432");
  await page.keyboard.press("Enter");
  const entry = page.getByRole("listitem").filter({ hasText: "db.internal:5432" });
  await expect(entry).toBeVisible();
  await page.getByRole("button", { name: "Remove db.internal:5432" }).click();
  await expect(entry).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(entry).toBeVisible();
});

test("the mail server is set, tried out, and its password never shown", async ({
  ownerPage: page,
  portal,
}) => {
  const taken: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) =>
      done(password === SMTP_PASSWORD ? null : new Error("Wrong password"), { user: "post" }),
    onData(stream, { envelope }, done) {
      taken.push(...envelope.rcptTo.map((to) => to.address));
      stream.resume().on("end", () => done(null));
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  await open(page, "/settings/mail");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Host", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Host", { exact: true }).fill("127.0.0.1");
  await page.getByLabel("Port", { exact: true }).fill(String(port));
  await page.getByRole("combobox", { name: "Encryption" }).click();
  await page.getByRole("option", { name: "None" }).click();
  await page.getByLabel(/^User/).fill("post");
  await page.getByLabel("Password", { exact: true }).fill(SMTP_PASSWORD);
  await page.getByLabel("Sender’s address").fill("portal@vendor.example");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Mail goes out through 127.0.0.1")).toBeVisible();
  await page.getByLabel("Recipient").fill("ada@vendor.example");
  await page.getByRole("button", { name: "Send test mail" }).click();
  await expect(page.getByText(/The server took it: 250/)).toBeVisible();
  expect(taken).toEqual(["ada@vendor.example"]);
  await page.reload();
  await expect(page.getByText("Stored encrypted. Type another one to replace it.")).toBeVisible();
  expect((await page.content()) + portal.output()).not.toContain(SMTP_PASSWORD);
  await page.getByRole("button", { name: "Remove…" }).click();
  await page.getByRole("button", { name: "Remove mail server" }).click();
  await expect(page.getByText("No mail server is set.")).toBeVisible();
  await new Promise<void>((resolve) => void server.close(resolve));
});
