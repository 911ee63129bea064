import { and, desc, eq, inArray } from "drizzle-orm";
import { append } from "@/server/audit";
import { type Context, type Services, systemContext } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { keepSetup } from "./account";
import { askedOf } from "./ask";
import type { PaymentRow } from "./balance";
import type { Connected } from "./keys";
import type { OnlinePayments, PaymentMark, PaymentNotice, RefundFound } from "./port";
import { settle, settleRefund } from "./settle";

type Outcome = "booked" | "unchanged" | "foreign" | "unknown";
interface Taken {
  outcome: Outcome;
  payment?: PaymentRow;
}

/** Events may reach the provider's list late; what is known is left out. */
const OVERLAP_MS = 86_400_000;
const AT_ONCE = 500;

const idOf = (online: OnlinePayments, notice: PaymentNotice) => `${online.name}|${notice.id}`;

/**
 * Takes what a provider tells. The event only says what to ask about: what is booked is what the provider answers now, so
 * events may come twice, late, in any order, or not at all.
 * @throws where the provider does not answer: it is to be told again
 * @unaudited: settling is
 */
export async function takeNotice(
  services: Services,
  online: OnlinePayments,
  notice: PaymentNotice,
): Promise<Outcome> {
  const { paymentEvents: e } = services.store.tables;
  const id = idOf(online, notice);
  const [known] = await services.store.read.select({ id: e.id }).from(e).where(eq(e.id, id));
  if (known) return "unchanged";
  const { outcome, payment } = await look(services, online, notice);
  await services.store.tx((db) =>
    db
      .insert(e)
      .values({
        ...{ id, provider: online.name, type: notice.type, outcome, at: notice.at },
        ...{ tenantId: payment?.tenantId ?? null, paymentId: payment?.id ?? null },
        receivedAt: services.clock.now(),
      })
      .onConflictDoNothing(),
  );
  return outcome;
}

async function look(services: Services, online: OnlinePayments, { about }: PaymentNotice): Promise<Taken> {
  if (!about) return { outcome: "unknown" };
  if (about.kind === "setup") {
    const kept = await keepSetup(services, online, { tenantId: about.mark.tenant, setup: about.setup });
    return { outcome: kept ? "booked" : "unchanged" };
  }
  if (about.kind === "payment") return await lookAt(services, online, about.mark);
  return await lookBehind(services, online, about.reference);
}

/** Our row of a mark; none where another installation's or nobody's is meant. */
async function rowOf(
  { store }: Services,
  online: OnlinePayments,
  mark: PaymentMark,
): Promise<PaymentRow | null> {
  const { payments: p } = store.tables;
  const [row] = await store.read.select().from(p).where(eq(p.id, mark.payment));
  const ours = row && !row.refundOf && row.provider === online.name && row.details?.live === online.live;
  return ours && row.tenantId === mark.tenant ? row : null;
}

async function lookAt(services: Services, online: OnlinePayments, mark: PaymentMark): Promise<Taken> {
  const row = await rowOf(services, online, mark);
  if (!row) return { outcome: "foreign" };
  const { invoices: i } = services.store.tables;
  const [invoice] = await services.store.read.select().from(i).where(eq(i.id, row.invoiceId));
  const found = invoice && (await online.find(askedOf(row, invoice)));
  if (!found) return { outcome: "foreign" };
  const ctx = systemContext(services, "payments");
  const changed = await services.store.tx((db) => settle(ctx, db, row.id, found));
  return { outcome: changed ? "booked" : "unchanged", payment: row };
}

/** Refunds and disputes of a payment. It may not be booked itself yet. */
async function lookBehind(services: Services, online: OnlinePayments, reference: string): Promise<Taken> {
  const { payments: p } = services.store.tables;
  const byReference = and(eq(p.provider, online.name), eq(p.reference, reference));
  const find = async () => (await services.store.read.select().from(p).where(byReference))[0];
  let row = await find();
  if (row?.state !== "succeeded") {
    const mark = await online.ownerOf(reference);
    if (mark) await lookAt(services, online, mark);
    row = await find();
  }
  if (!row || row.refundOf) return { outcome: "foreign" };
  const payment = row;
  const [refunds, dispute] = [await online.refundsOf(reference), await online.disputeOf(reference)];
  const ctx = systemContext(services, "payments");
  const changed = await services.store.tx(async (db) => {
    const books = { ctx, db, payment };
    let any = await noteDispute(books, dispute);
    for (const refund of refunds) any = (await bookRefund(books, refund)) || any;
    return any;
  });
  return { outcome: changed ? "booked" : "unchanged", payment };
}

interface Booking {
  ctx: Context;
  db: Parameters<Parameters<Services["store"]["tx"]>[0]>[0];
  payment: PaymentRow;
}

async function noteDispute({ ctx, db, payment }: Booking, dispute: string | null): Promise<boolean> {
  const { payments: p } = ctx.store.tables;
  const [row] = await db.select().from(p).where(eq(p.id, payment.id));
  if (!row || row.dispute === dispute) return false;
  await db.update(p).set({ dispute }).where(eq(p.id, row.id));
  await append(db, ctx, {
    ...{ tenantId: row.tenantId, action: "payment.dispute", target: row.invoiceId },
    payload: { reference: row.reference, amount: row.amount, dispute },
  });
  return true;
}

/** A refund we asked for, or one made at the provider's own pages: that is booked as well. */
async function bookRefund({ ctx, db, payment }: Booking, refund: RefundFound): Promise<boolean> {
  const { payments: p } = ctx.store.tables;
  const { reference, mark, amount, outcome, at } = refund;
  const rows = await db.select().from(p).where(eq(p.refundOf, payment.id));
  const own = rows.find((one) => one.id === mark?.payment || one.reference === reference);
  if (own) return await settleRefund(ctx, db, own.id, outcome);
  const now = ctx.clock.now();
  const id = newId("payment", now.getTime());
  await db.insert(p).values({
    ...{ id, tenantId: payment.tenantId, invoiceId: payment.invoiceId, provider: payment.provider },
    ...{ kind: "refund", reference: id, amount: -amount, state: "pending", refundOf: payment.id },
    details: { live: payment.details?.live ?? false, refunded: payment.reference },
    ...{ at, createdAt: now },
  });
  await settleRefund(ctx, db, id, outcome);
  return true;
}

/** Takes events the provider has and we were not told, or could not take. @returns how many were booked */
export async function catchUp(services: Services, { online, since }: Connected): Promise<number> {
  const { paymentEvents: e } = services.store.tables;
  const [newest] = await services.store.read
    .select({ at: e.at })
    .from(e)
    .where(eq(e.provider, online.name))
    .orderBy(desc(e.at))
    .limit(1);
  const from = newest ? new Date(newest.at.getTime() - OVERLAP_MS) : since;
  const notices = await online.noticesSince(from < since ? since : from);
  const known = new Set<string>();
  for (let n = 0; n < notices.length; n += AT_ONCE) {
    const ids = notices.slice(n, n + AT_ONCE).map((one) => idOf(online, one));
    const rows = await services.store.read.select({ id: e.id }).from(e).where(inArray(e.id, ids));
    for (const row of rows) known.add(row.id);
  }
  let booked = 0;
  for (const notice of notices)
    if (!known.has(idOf(online, notice)) && (await takeNotice(services, online, notice)) === "booked")
      booked++;
  return booked;
}
