import { beforeAll, beforeEach, expect, it } from "vitest";
import { makeMember, makeTenant, makeUser } from "@/db/factories";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import { changeMailSettings, listMails, readMail } from "@/server/mail";
import type { Context, Services } from "@/server/shared/context";
import type { ProcessEntry } from "@/server/shared/processes";
import { as, operator, testServices } from "@/server/testing/context";
import { bookPayment, changeBillingSettings, listInvoices, startSubscription, voidInvoice } from "..";
import { billSome, finalizeSome } from "../bill";
import { readBillingSettings } from "../settings";
import { queueReminders } from "./queue";
import { mailSome } from "./send";

let entry: ProcessEntry;
let now: Date;
let owner: Context;

beforeAll(async () => {
  entry = await bundledEntry("invoices");
});

beforeEach(async () => {
  now = new Date("2026-01-10T00:00:00Z");
  const workflows = { start: async () => undefined } as unknown as Services["workflows"];
  const services = await testServices({ workflows });
  owner = as({ ...services, clock: { ...services.clock, now: () => now } }, operator());
  await changeBillingSettings(owner, { seller: { name: "Vendor" } });
  const server = {
    host: "127.0.0.1",
    port: 1,
    tls: "none" as const,
    from: "a@vendor.example",
    fromName: "V",
  };
  await changeMailSettings(owner, server);
});

async function tenantOf(email: string | null): Promise<string> {
  const { id } = await makeTenant(owner.store, { plan: "growth@1", language: "de" });
  const payer = { name: "Acme", country: "DE", email };
  await startSubscription(owner, { tenant: id, trialDays: 0, payer });
  return id;
}

async function run(at: string) {
  now = new Date(at);
  const { value: settings } = await readBillingSettings(owner.store);
  const bite = { cursor: "", now, settings, size: 100 };
  const parts = [
    await billSome(owner, bite),
    await finalizeSome(owner, bite),
    await queueReminders(owner, bite),
    await mailSome(owner, { cursor: "", size: 100, entry }),
  ];
  expect(parts.flatMap((part) => part.failed)).toEqual([]);
}

const mails = async () =>
  (await listMails(owner)).items.map(({ recipient, subject }) => `${recipient}: ${subject}`).sort();
const invoiceOf = async (tenant: string) => (await listInvoices(owner, { tenant })).items.at(-1)?.id ?? "";

it("an invoice is mailed once with its PDF, to the payer in the tenant's language", async () => {
  await tenantOf("pay@acme.example");
  await run("2026-01-10T00:00:00Z");
  expect(await mails()).toEqual([]);
  await run("2026-01-14T00:00:00Z");
  await run("2026-01-14T01:00:00Z");
  expect(await mails()).toEqual(["pay@acme.example: Rechnung INV-2026-00001 von Vendor"]);
  const [mail] = (await listMails(owner)).items;
  const { text, files } = await readMail(owner, { id: mail?.id ?? "" });
  expect(files).toEqual([{ name: "INV-2026-00001.pdf", bytes: expect.any(Number) }]);
  expect(text).toContain("Bitte zahlen Sie 290,00");
});

it("without an address of the payer the tenant's admins get it, and nobody else", async () => {
  const tenant = await tenantOf(null);
  for (const [email, role] of [
    ["admin@acme.example", "admin"],
    ["viewer@acme.example", "viewer"],
  ] as const) {
    const user = await makeUser(owner.store, { email });
    await makeMember(owner.store, { tenantId: tenant, userId: user.id, email, role });
  }
  await run("2026-01-14T00:00:00Z");
  expect(await mails()).toEqual(["admin@acme.example: Rechnung INV-2026-00001 von Vendor"]);
});

it("a draw that fails loses no mail: the next run sends it, once", async () => {
  await tenantOf("pay@acme.example");
  now = new Date("2026-01-14T00:00:00Z");
  const { value: settings } = await readBillingSettings(owner.store);
  await billSome(owner, { cursor: "", now, settings, size: 9 });
  await finalizeSome(owner, { cursor: "", now, settings, size: 9 });
  const broken = { file: "/nowhere/at/all.mjs", execArgv: [] };
  const { failed } = await mailSome(owner, { cursor: "", size: 9, entry: broken });
  expect(failed).toHaveLength(1);
  expect(await mails()).toEqual([]);
  await run("2026-01-14T01:00:00Z");
  expect(await mails()).toHaveLength(1);
});

it("an open invoice is asked for 7, 14 and 30 days late, once each; a paid or void one is not", async () => {
  const [open, paid, voided] = [
    await tenantOf("open@acme.example"),
    await tenantOf("paid@acme.example"),
    await tenantOf("void@acme.example"),
  ];
  await changeBillingSettings(owner, { seller: { name: "Vendor" }, mailInvoices: false });
  await run("2026-01-14T00:00:00Z");
  expect(await mails()).toEqual([]);
  await bookPayment(owner, { id: await invoiceOf(paid), reference: "bank-1" });
  await voidInvoice(owner, { id: await invoiceOf(voided), reason: "wrong payer" });
  const { value: settings } = await readBillingSettings(owner.store);
  for (const day of ["02-03", "02-04", "02-05", "02-11", "02-12", "02-27", "03-30"]) {
    now = new Date(`2026-${day}T01:00:00Z`);
    await queueReminders(owner, { cursor: "", now, settings, size: 1 });
    await queueReminders(owner, { cursor: "", now, settings, size: 100 });
    await mailSome(owner, { cursor: "", size: 100, entry });
  }
  // Which of the three is numbered first is not said.
  expect((await mails()).map((mail) => mail.replace(/-0000[123] /, "- "))).toEqual(
    Array(3).fill("open@acme.example: Erinnerung: Rechnung INV-2026- von Vendor"),
  );
  expect(await invoiceOf(open)).not.toBe("");
});

it("reminders are switched off by naming no days", async () => {
  await tenantOf("pay@acme.example");
  await changeBillingSettings(owner, { seller: { name: "Vendor" }, mailInvoices: false, reminderDays: [] });
  // The settings' page says nothing of mails.
  await changeBillingSettings(owner, { seller: { name: "Vendor" }, dueDays: 14 });
  await run("2026-01-14T00:00:00Z");
  await run("2026-02-07T00:00:00Z");
  expect(await mails()).toEqual([]);
});
