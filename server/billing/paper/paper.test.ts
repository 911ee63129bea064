import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { textOfPdf } from "@/components/exports/testing/pdf-text";
import { makeTenant } from "@/db/factories";
import { bundledEntry } from "@/server/builtin/testing/bundles";
import type { Context, Services } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import type { ProcessEntry } from "@/server/shared/processes";
import { as, memberOf, operator, testServices } from "@/server/testing/context";
import { record } from "@/server/usage";
import {
  changeBillingSettings,
  changeSellerLogo,
  changeSubscription,
  creditInvoice,
  exportInvoices,
  listInvoices,
  startSubscription,
} from "..";
import { billSome, finalizeSome } from "../bill";
import { readBillingSettings } from "../settings";
import { withDrawer } from "./drawer";
import type { InvoicePaper } from "./model";
import { paperFor } from "./pdf";

/** A picture of one pixel, and one that says it has 65,535 × 65,535. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const HUGE = Buffer.concat([
  Buffer.from(PNG, "base64").subarray(0, 16),
  Buffer.from("0000ffff0000ffff", "hex"),
]).toString("base64");

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
  await settings();
});

const settings = (more = {}) =>
  changeBillingSettings(owner, {
    seller: {
      name: "Vendor GmbH",
      address: "Hauptstraße 1\n10115 Berlin",
      taxId: "DE123456789",
      bank: "IBAN DE02 1203 0000 0000 2020 51\nBIC BYLADEM1001",
      email: "billing@vendor.example",
    },
    tax: { seller: "DE", rates: { DE: { standard: "19" } }, reverseCharge: ["FR"] },
    ...more,
  });

async function bill(at: string) {
  now = new Date(at);
  const { value } = await readBillingSettings(owner.store);
  const bite = { cursor: "", now, settings: value, size: 100 };
  expect((await billSome(owner, bite)).failed).toEqual([]);
  expect((await finalizeSome(owner, bite)).failed).toEqual([]);
}

async function tenantOf(language: string, more: object = {}) {
  const { id } = await makeTenant(owner.store, { plan: "growth@1", language });
  const payer = { name: "Café Noir", address: "1 rue de la Paix\n75002 Paris", country: "DE" };
  await startSubscription(owner, { tenant: id, trialDays: 0, seats: 30, payer, ...more });
  return id;
}

async function paperOfNewest(tenant: string): Promise<InvoicePaper> {
  const [newest] = (await listInvoices(owner, { tenant })).items;
  const { invoices } = owner.store.tables;
  const [row] = await owner.store.read
    .select()
    .from(invoices)
    .where(eq(invoices.id, newest?.id ?? ""));
  if (!row) throw new Error("There is no invoice.");
  return (await paperFor(owner, row)).paper;
}

async function textOf(paper: InvoicePaper): Promise<string> {
  const bytes = await withDrawer((draw) => draw(paper), entry);
  return textOfPdf(bytes).replaceAll("\u00a0", " ").replaceAll(" \n", " ");
}

describe("an invoice's PDF", () => {
  it("says all there is in text that can be selected, in German for a German tenant", async () => {
    const tenant = await tenantOf("de-AT");
    await bill("2026-01-14T00:00:00Z");
    const text = await textOf(await paperOfNewest(tenant));
    for (const words of [
      ...["Rechnung INV-2026-00001", "Vendor GmbH", "Hauptstraße 1", "Steuernummer: DE123456789"],
      ...["Café Noir", "1 rue de la Paix", "14.01.2026", "28.01.2026", "IBAN DE02 1203 0000 0000 2020 51"],
      ...["10.01.2026 – 09.02.2026", "30", "€ 290,00", "€ 15,00", "€ 305,00", "USt. 19 %", "€ 57,95"],
      ...["€ 362,95", "Bitte geben Sie bei der Zahlung INV-2026-00001 an.", "Seite 1 von 1"],
    ])
      expect(text).toContain(words);
    expect(text).not.toContain("ENTWURF");
    expect(text).not.toContain("\ufffd");
  });

  it("names credits, shares and corrections with their period; a draft says it is one", async () => {
    const tenant = await tenantOf("en");
    await bill("2026-01-14T00:00:00Z");
    now = new Date("2026-01-25T12:00:00Z");
    await changeSubscription(owner, { tenant, change: { plan: "enterprise@1" } });
    const changed = await paperOfNewest(tenant);
    expect(changed.lines.map(({ what, notes, amount }) => [what, ...notes, amount])).toEqual([
      [
        expect.stringMatching(/^Credit: /),
        "Jan 10, 2026 – Feb 9, 2026",
        "counts for 50% of the period",
        "-€145.00",
      ],
      [
        expect.stringMatching(/^Credit: /),
        "Jan 10, 2026 – Feb 9, 2026",
        "counts for 50% of the period",
        "-€7.50",
      ],
      [expect.any(String), "Jan 10, 2026 – Feb 9, 2026", "counts for 50% of the period", "€950.00"],
    ]);
    await bill("2026-02-14T00:00:00Z");
    const late = { tenantId: tenant, meter: "reload_rows" as const, id: "late", quantity: 900_000_000 };
    await record(owner, [{ ...late, time: new Date("2026-01-20T00:00:00Z") }]);
    await bill("2026-03-10T00:00:00Z");
    const draft = await paperOfNewest(tenant);
    expect(draft.mark).toContain("DRAFT");
    expect(draft.facts.map((f) => f.label)).not.toContain("Number");
    const correction = draft.lines.find((l) => l.notes[0]?.startsWith("Jan 10"));
    expect(correction?.quantity).toBe("900");
    const text = await textOf(draft);
    expect(text).toContain(draft.mark);
    expect(text).toContain(correction?.what ?? "no correction");
  });

  it("a French business abroad reads why it pays no tax, and its credit note names the invoice", async () => {
    const payer = { name: "Café Noir", address: "Paris", country: "FR", taxId: "FR40303265045" };
    const tenant = await tenantOf("fr", { payer });
    await bill("2026-01-14T00:00:00Z");
    const invoice = await textOf(await paperOfNewest(tenant));
    expect(invoice).toContain("Autoliquidation : la taxe est due par le preneur.");
    expect(invoice).toContain("FR40303265045");
    const [first] = (await listInvoices(owner, { tenant })).items;
    now = new Date(now.getTime() + 1);
    await creditInvoice(owner, { id: first?.id ?? "", amount: 5_00, reason: "goodwill" });
    const note = await textOf(await paperOfNewest(tenant));
    for (const words of ["Avoir CN-2026-00001", "INV-2026-00001", "-5,00 €"]) expect(note).toContain(words);
    expect(note).not.toContain("IBAN");
  });

  it("stays what it was, whatever changes afterwards", async () => {
    const tenant = await tenantOf("de");
    await bill("2026-01-14T00:00:00Z");
    const before = await paperOfNewest(tenant);
    await settings({ seller: { name: "Another name" }, tax: { seller: "FR", rates: {} } });
    const { tenants, subscriptions } = owner.store.tables;
    await owner.store.tx(async (db) => {
      await db.update(tenants).set({ language: "fr", name: "New name" }).where(eq(tenants.id, tenant));
      await db.update(subscriptions).set({ zone: "Asia/Tokyo" }).where(eq(subscriptions.tenantId, tenant));
    });
    expect(await paperOfNewest(tenant)).toEqual(before);
  });

  it.each([
    ["JPY", 1_234, "¥1,234"],
    ["KWD", 1_234_567, "KWD 1,234.567"],
    ["EUR", 1_234, "€12.34"],
  ])("money of %s has the digits of its currency", async (currency, gross, shown) => {
    const tenant = await tenantOf("en");
    await bill("2026-01-14T00:00:00Z");
    const { invoices } = owner.store.tables;
    await owner.store.tx((db) => db.update(invoices).set({ currency, gross }));
    const total = (await paperOfNewest(tenant)).totals.at(-1)?.value;
    expect(total?.replaceAll("\u00a0", " ")).toBe(shown);
  });

  it("carries the seller's logo of then; later ones and other settings change it no more", async () => {
    const { logo: first } = await changeSellerLogo(owner, { base64: PNG });
    await settings({ dueDays: 30 });
    const tenant = await tenantOf("en");
    await bill("2026-01-10T00:00:00Z");
    await bill("2026-01-14T00:00:00Z");
    await changeSellerLogo(owner, { base64: null });
    const paper = await paperOfNewest(tenant);
    expect(first).not.toBeNull();
    expect(paper.logo).toBe(`data:image/png;base64,${PNG}`);
    const bytes = await withDrawer((draw) => draw(paper), entry);
    expect(bytes.toString("latin1")).toContain("/Subtype /Image");
    const none = await withDrawer((draw) => draw({ ...paper, logo: null }), entry);
    expect(none.toString("latin1")).not.toContain("/Subtype /Image");
    for (const wrong of ["AAAA", Buffer.from("<svg/>").toString("base64"), HUGE])
      await expect(changeSellerLogo(owner, { base64: wrong })).rejects.toMatchObject({
        code: "billing.logo",
      });
  });

  it("a process that dies says so instead of leaving one waiting", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "tenantry-drawer-")), "dies.mjs");
    writeFileSync(file, 'process.on("message", () => process.exit(3));');
    const drawn = withDrawer((draw) => draw({} as InvoicePaper), { file, execArgv: [] });
    await expect(drawn).rejects.toBeInstanceOf(AppError);
    await expect(drawn).rejects.toMatchObject({ code: "billing.not_drawn" });
  });
});

describe("accounting's CSV", () => {
  it("has every line of the time, runs no formula, and sums to the invoices", async () => {
    const payer = { name: '=HYPERLINK("http://evil.example")', country: "DE" };
    const tenant = await tenantOf("en", { payer });
    await bill("2026-01-14T00:00:00Z");
    const { csv, rows } = await exportInvoices(owner, {
      from: new Date("2026-01-01"),
      to: new Date("2026-02-01"),
    });
    expect(rows).toBe(2);
    expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(csv).toMatch(
      /INV-2026-00001,invoice,final,2026-01-14T00:00:00.000Z,.*,290\.00,19,rate,55\.10,345\.10\r\n/,
    );
    expect(
      (await exportInvoices(owner, { from: new Date("2026-02-01"), to: new Date("2026-03-01") })).rows,
    ).toBe(0);
    const other = as(owner, memberOf("ten_other", "admin"));
    const asked = { from: new Date("2026-01-01"), to: new Date("2026-02-01") };
    expect((await exportInvoices(other, asked)).rows).toBe(0);
    await expect(exportInvoices(other, { ...asked, tenant })).rejects.toMatchObject({
      code: "tenant.not_found",
    });
  });
});
