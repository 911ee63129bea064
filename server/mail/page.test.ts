import { expect, test } from "vitest";
import { makeTenant } from "@/db/factories";
import { uploadFile } from "@/server/files";
import { AppError } from "@/server/shared/errors";
import { as, operator, testServices } from "@/server/testing/context";
import {
  changeMailSettings,
  listMails,
  type Mail,
  type MailContent,
  putMail,
  readMail,
  sendWaiting,
} from ".";
import { inkOn, mailPage } from "./page";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const HOSTILE = `<img src=x onerror=alert(1)> "quoted" 'single' & </title><script>alert(2)</script>`;
const look = { name: "Alder", color: "#0049a6", colorDark: "#3b8ff8", logo: false };

const content = (word: string): MailContent => ({
  language: "en",
  lead: [word],
  action: { intro: word, label: word, href: `https://portal.example/x?a=1&b="${encodeURI(word)}` },
  after: [word],
  footer: { text: word, href: "https://portal.example/stop" },
});

test.each([false, true])("a hostile name is a text wherever it stands (logo: %s)", (logo) => {
  const page = mailPage(HOSTILE, content(HOSTILE), { ...look, name: HOSTILE, logo });
  expect(page).not.toMatch(/<script|<img src=x|<\/title><s(?!tyle)|onerror=alert\(1\)>/);
  expect(page.match(/<img\b/g)?.length ?? 0).toBe(logo ? 1 : 0);
  expect(page).toContain("&lt;script&gt;");
  // Nothing is fetched: the only source there can be is the attachment.
  expect(page.match(/src="([^"]*)"/g) ?? []).toEqual(logo ? ['src="cid:logo"'] : []);
});

test("a color that is none gets into no style", () => {
  const page = mailPage("s", content("w"), { ...look, color: "red;}</style><script>", colorDark: "url(x)" });
  expect(page).not.toContain("<script");
  expect(page).not.toContain("url(");
});

test("a typeface of the list is the mail's, with its likes behind it; anything else is the device's", () => {
  const own = mailPage("s", content("w"), { ...look, font: "'Source Serif 4', Georgia, serif" });
  expect(own.match(/font-family:'Source Serif 4', Georgia, serif/g)?.length).toBeGreaterThan(3);
  expect(own).not.toContain("Segoe UI");
  const hostile = mailPage("s", content("w"), { ...look, font: 'x"><script>' });
  expect(hostile).not.toContain("<script");
  expect(hostile).toContain("font-family:-apple-system");
});

test.each([
  ["#ffffff", "#1c141c"],
  ["#fcc165", "#1c141c"],
  ["#86245f", "#ffffff"],
  ["#000000", "#ffffff"],
])("words on %s are %s", (color, ink) => {
  expect(inkOn(color)).toBe(ink);
});

async function site() {
  const ctx = as(await testServices(), operator());
  const { id: tenantId } = await makeTenant(ctx.store, { name: HOSTILE, plan: "starter@1" });
  const file = await uploadFile(ctx, { tenantId, name: "logo.png" }, new Blob([PIXEL]).stream() as never);
  const { tenants } = ctx.store.tables;
  await ctx.store.tx((db) =>
    db
      .update(tenants)
      .set({ branding: { color: "#0049a6", colorDark: "#3b8ff8", logo: file.id, font: "inter" } }),
  );
  const put = (more: object = {}) =>
    ctx.store.tx((db) =>
      putMail(ctx, db, {
        ...{ tenantId, kind: "invitation" as const, to: "ada@example.com" },
        ...{ subject: "Hello\r\nBcc: all@example.com", content: content("word") },
        ...more,
      }),
    );
  return { ctx, put };
}

test("a tenant's mail has its color and its logo, and the outbox shows it so that nothing in it runs or loads", async () => {
  const { ctx, put } = await site();
  const id = await put();
  const { page, text } = await readMail(ctx, { id });
  expect(text).toContain("https://portal.example/stop");
  expect(page).toContain("#0049a6");
  expect(page).toContain("font-family:'Inter Variable', Inter, system-ui");
  expect(page).toContain(`src="data:image/png;base64,${PIXEL.toString("base64")}"`);
  expect(page).toContain("default-src 'none'");
  expect((await listMails(ctx)).items[0]).toMatchObject({ subject: "Hello Bcc: all@example.com" });
});

test("what leaves is text, page, logo and files; they are gone from the outbox then", async () => {
  const { ctx, put } = await site();
  await changeMailSettings(ctx, {
    ...{ host: "mail.example", port: 25, tls: "none", user: "", from: "a@example.com", fromName: "A" },
  });
  const pdf = { name: "sheet.pdf", mediaType: "application/pdf", bytes: Buffer.from("%PDF-planted") };
  const id = await put({ files: [pdf], once: "delivery 1" });
  expect(await put({ files: [pdf], once: "delivery 1" })).toBe(id);
  expect((await readMail(ctx, { id })).files).toEqual([{ name: "sheet.pdf", bytes: pdf.bytes.byteLength }]);
  const kept = await ctx.store.read.select().from(ctx.store.tables.mailAttachments);
  expect(JSON.stringify(kept)).not.toContain(pdf.bytes.toString("base64"));
  const sent: Mail[] = [];
  await sendWaiting(ctx, async (_services, mail) => {
    sent.push(mail);
    return { answer: "250" };
  });
  expect(sent).toHaveLength(1);
  expect(sent[0]?.html).toContain('src="cid:logo"');
  expect(sent[0]?.files?.map(({ name, cid }) => [name, cid])).toEqual([
    ["logo.png", "logo"],
    ["sheet.pdf", undefined],
  ]);
  expect(await ctx.store.read.select().from(ctx.store.tables.mailAttachments)).toEqual([]);
  await expect(readMail(ctx, { id })).rejects.toMatchObject({ code: "mail.gone" });
});

test("a mail too large for mail servers is refused in clear words, and nothing of it is kept", async () => {
  const { ctx, put } = await site();
  const large = { name: "a.pdf", mediaType: "application/pdf", bytes: Buffer.alloc(7_000_001) };
  const refusal = await put({ files: [large] }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(AppError);
  expect(refusal).toMatchObject({
    code: "mail.too_large",
    message: "The file has 7.0 MB; a mail takes 7.0 MB.",
  });
  expect((await listMails(ctx)).items).toEqual([]);
});
