import { and, asc, eq, gt, isNull } from "drizzle-orm";
import { mailIsSent, pokeOutbox, putMail } from "@/server/mail";
import { recipientsOf } from "@/server/notifications";
import type { Services } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import { formatMoney } from "@/server/shared/money";
import type { ProcessEntry } from "@/server/shared/processes";
import { settings } from "@/server/shared/settings";
import type { Billed } from "../bill";
import type { InvoiceDocument } from "../invoice";
import { type Draw, withDrawer } from "../paper/drawer";
import { localeOf } from "../paper/paper";
import { paperFor } from "../paper/pdf";
import type { InvoiceRow } from "../subscription";
import { invoiceMail } from "./words";

type Row = Services["store"]["tables"]["invoiceMails"]["$inferSelect"];
type Outcome = NonNullable<Row["outcome"]>;

/**
 * Puts mails that wait into the outbox, each with its PDF: the mail and the note that it is there in one transaction.
 * What cannot be drawn stays for the next run.
 * @unaudited: the run is; the outbox shows the mails
 */
export async function mailSome(
  services: Services,
  { cursor, size, entry }: { cursor: string; size: number; entry?: ProcessEntry },
): Promise<Billed> {
  const { invoiceMails: m } = services.store.tables;
  const waiting = await services.store.read
    .select()
    .from(m)
    .where(and(isNull(m.doneAt), gt(m.id, cursor)))
    .orderBy(asc(m.id))
    .limit(size);
  if (waiting.length === 0) return { cursor: null, done: 0, failed: [] };
  const sends = await mailIsSent(services);
  const failed: Billed["failed"] = [];
  const work = async (draw: Draw | null) => {
    for (const row of waiting)
      await mailOne(services, row, draw).catch((error: unknown) => {
        const message = isAppError(error) ? error.message : "It could not be mailed: see the log.";
        failed.push({ id: row.invoiceId, tenantId: row.tenantId, message });
      });
  };
  if (sends) await withDrawer(work, entry);
  else await work(null);
  if (sends) pokeOutbox();
  const last = waiting.at(-1);
  return {
    cursor: waiting.length === size && last ? last.id : null,
    done: waiting.length - failed.length,
    failed,
  };
}

/** Why a mail is not sent any more; null where it is. */
function obsolete(row: Row, invoice: InvoiceRow | undefined): Outcome | null {
  if (!invoice || invoice.state === "void" || invoice.state === "draft") return "settled";
  return row.kind !== "final" && invoice.state !== "final" ? "settled" : null;
}

async function mailOne(services: Services, row: Row, draw: Draw | null): Promise<void> {
  const { invoiceMails: m, invoices: i } = services.store.tables;
  const [invoice] = await services.store.read.select().from(i).where(eq(i.id, row.invoiceId));
  const note = (outcome: Outcome) => ({ outcome, doneAt: services.clock.now() });
  const over = draw ? obsolete(row, invoice) : "no-server";
  if (over || !invoice || !draw) {
    const outcome = note(over ?? "settled");
    await services.store.tx((db) => db.update(m).set(outcome).where(eq(m.id, row.id)));
    return;
  }
  const { paper, document, name } = await paperFor(services, invoice);
  const to = await readersOf(services, invoice, document);
  const bytes = to.length > 0 ? await draw(paper) : null;
  await services.store.tx(async (db) => {
    const [still] = await db.select({ doneAt: m.doneAt }).from(m).where(eq(m.id, row.id));
    if (!still || still.doneAt) return;
    for (const address of bytes ? to : [])
      await putMail(services, db, {
        ...{ tenantId: invoice.tenantId, kind: "invoice", to: address, once: `invoice ${row.id} ${address}` },
        ...words(row, invoice, document),
        ...(bytes ? { files: [{ name, mediaType: "application/pdf", bytes }] } : {}),
      });
    await db
      .update(m)
      .set(note(to.length > 0 ? "mailed" : "nobody"))
      .where(eq(m.id, row.id));
  });
}

/** The payer's own address; without one the tenant's admins. */
async function readersOf(
  services: Services,
  { tenantId }: InvoiceRow,
  { payer }: InvoiceDocument,
): Promise<string[]> {
  if (payer.email) return [payer.email];
  const admins = await recipientsOf(services, services.store.read, { tenant: tenantId, roles: ["admin"] });
  return [...new Set(admins.map(({ email }) => email))];
}

function words(row: Row, invoice: InvoiceRow, { seller, language, zone }: InvoiceDocument) {
  const locale = localeOf(language);
  const money = (minor: number) => formatMoney(minor, invoice.currency, locale);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: zone });
  const due = invoice.dueAt && invoice.gross > invoice.paid ? day.format(invoice.dueAt) : null;
  const facts = {
    ...{ number: invoice.number ?? "", seller: seller.name, due },
    ...{ total: money(Math.abs(invoice.gross)), open: money(invoice.gross - invoice.paid) },
  };
  const link = `${settings().url}/tenants/${invoice.tenantId}/billing/${invoice.id}`;
  const kinds = {
    overdue: "reminder",
    declined: "declined",
    confirm: "confirm",
    final: invoice.type,
  } as const;
  return invoiceMail(kinds[row.kind], facts, { language, link });
}
