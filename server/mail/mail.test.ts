import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "@/server/shared/context";
import { as, operator, testServices } from "@/server/testing/context";
import { changeMailSettings, getMailSettings, removeMailSettings, sendTestMail } from ".";

const PASSWORD = "planted-Smtp-5519";

interface Taken {
  from: string;
  to: string[];
  text: string;
}

let ctx: Context;
let server: SMTPServer;
let port: number;
let taken: Taken[];

/** A real SMTP server that takes mails of `post` with the password, unencrypted as on one machine. */
beforeEach(async () => {
  ctx = as(await testServices(), operator());
  taken = [];
  server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth({ username, password }, _session, done) {
      if (username === "post" && password === PASSWORD) done(null, { user: username });
      else done(new Error(`No such user or password ${password}`));
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        taken.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : "",
          to: envelope.rcptTo.map((r) => r.address),
          text: Buffer.concat(chunks).toString(),
        });
        done(null);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.server.address() as AddressInfo).port;
});
afterEach(() => new Promise<void>((resolve) => void server.close(resolve)));

const through = (more: object = {}) => ({
  host: "127.0.0.1",
  port,
  tls: "none" as const,
  user: "post",
  from: "portal@vendor.example",
  fromName: "Vendor Analytics",
  password: PASSWORD,
  ...more,
});

test("a test mail arrives, from the name and address that were set", async () => {
  await changeMailSettings(ctx, through());
  const { answer } = await sendTestMail(ctx, { to: "ada@vendor.example" });
  expect(answer).toMatch(/^250/);
  expect(taken).toMatchObject([{ from: "portal@vendor.example", to: ["ada@vendor.example"] }]);
  expect(taken[0]?.text).toContain("From: Vendor Analytics <portal@vendor.example>");
});

test("S9: the password is sealed, and in no answer, error or audit entry", async () => {
  const said = [await changeMailSettings(ctx, through()), await getMailSettings(ctx)];
  expect(said[1]).toMatchObject({ hasPassword: true });
  await sendTestMail(ctx, { to: "ada@vendor.example" });
  await changeMailSettings(ctx, through({ password: `${PASSWORD}-wrong` }));
  const refused = await sendTestMail(ctx, { to: "ada@vendor.example" }).catch((error) => error);
  expect(refused).toMatchObject({ code: "mail.failed" });
  expect(refused.message).toContain("refused the user or the password");
  const { settings, auditEntries, auditPayloads } = ctx.store.tables;
  const all = await Promise.all(
    [settings, auditEntries, auditPayloads].map((t) => ctx.store.read.select().from(t)),
  );
  const everything = JSON.stringify([said, refused, refused.message, refused.options, all]);
  expect(everything).not.toContain(PASSWORD);
});

test("a password is kept for its server and user, and never goes to another one", async () => {
  await changeMailSettings(ctx, through());
  const { password: _, ...same } = through({ fromName: "Other" });
  expect(await changeMailSettings(ctx, same)).toMatchObject({ hasPassword: true, fromName: "Other" });
  expect(await changeMailSettings(ctx, { ...same, host: "mail.elsewhere.example" })).toMatchObject({
    hasPassword: false,
  });
  await changeMailSettings(ctx, through());
  expect(await changeMailSettings(ctx, { ...same, user: "other" })).toMatchObject({ hasPassword: false });
});

test("a server that offers no encryption is refused where encryption is asked for", async () => {
  await changeMailSettings(ctx, through({ tls: "starttls" }));
  await expect(sendTestMail(ctx, { to: "ada@vendor.example" })).rejects.toMatchObject({
    code: "mail.failed",
    message: expect.stringMatching(/encryption|did not take/),
  });
  expect(taken).toEqual([]);
});

test("without a server, or with one that is not there, it says so", async () => {
  await expect(sendTestMail(ctx, { to: "ada@vendor.example" })).rejects.toMatchObject({ code: "mail.none" });
  await changeMailSettings(ctx, through({ port: 1 }));
  await expect(sendTestMail(ctx, { to: "ada@vendor.example" })).rejects.toMatchObject({
    code: "mail.failed",
    message: expect.stringContaining("127.0.0.1:1"),
  });
  await removeMailSettings(ctx);
  expect(await getMailSettings(ctx)).toBeNull();
});

test.each([
  { host: "smtp://mail.example" },
  { port: 0 },
  { from: "nobody" },
  { fromName: "Two\r\nBcc: all@example.com" },
])("what cannot be a mail server is refused at its field: %j", async (wrong) => {
  await expect(changeMailSettings(ctx, through(wrong))).rejects.toMatchObject({ code: "input.invalid" });
});

test("nobody but owners changes it", async () => {
  const admin = as(ctx, operator("admin"));
  await expect(changeMailSettings(admin, through())).rejects.toMatchObject({ code: "auth.forbidden" });
  await expect(sendTestMail(admin, { to: "ada@vendor.example" })).rejects.toMatchObject({
    code: "auth.forbidden",
  });
});
