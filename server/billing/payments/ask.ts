import { and, asc, eq, gt, lte } from "drizzle-orm";
import { type Services, systemContext } from "@/server/shared/context";
import { isAppError } from "@/server/shared/errors";
import type { Billed } from "../bill";
import type { InvoiceRow } from "../subscription";
import type { PaymentRow } from "./balance";
import type { OnlinePayments, PaymentAsked, PaymentOutcome } from "./port";
import { settle, settleRefund } from "./settle";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What was asked may still be on its way for as long. */
export const IN_FLIGHT_MS = 10 * MINUTE_MS;
/** Providers forget our keys after a day: from then on a call that never arrived is not made again. */
const REPEATABLE_MS = 23 * HOUR_MS;
const ASK_AGAIN_MS = HOUR_MS;
export const NEVER_ARRIVED = "never_arrived";

const FAILED: PaymentOutcome = {
  ...{ state: "failed", reference: null, amount: 0, currency: "", problem: NEVER_ARRIVED, dispute: null },
};

const markOf = (row: PaymentRow) => ({ payment: row.id, tenant: row.tenantId });

export function askedOf(row: PaymentRow, invoice: Pick<InvoiceRow, "currency">): PaymentAsked {
  return {
    ...markOf(row),
    ...{ kind: row.kind === "charge" ? "charge" : "page", currency: invoice.currency },
    reference: row.reference === row.id ? null : row.reference,
    ...{ customer: row.details?.customer ?? "", page: row.details?.page ?? null, createdAt: row.createdAt },
  };
}

/** Charges a row: written before, with what it is asked by. */
export async function chargeRow(
  online: OnlinePayments,
  row: PaymentRow,
  invoice: InvoiceRow,
): Promise<PaymentOutcome> {
  const { customer = "", method = "" } = row.details ?? {};
  try {
    const { amount } = row;
    const { currency, number } = invoice;
    return await online.charge({
      ...markOf(row),
      ...{ customer, method, amount, currency, title: number ?? invoice.id },
    });
  } catch (error) {
    return refusedFor(error);
  }
}

export async function refundRow(
  online: OnlinePayments,
  row: PaymentRow,
  { currency }: InvoiceRow,
): Promise<PaymentOutcome> {
  try {
    const reference = row.details?.refunded ?? "";
    return await online.refund({ ...markOf(row), reference, amount: -row.amount, currency });
  } catch (error) {
    return refusedFor(error);
  }
}

/** A clear no is an answer; for anything else it is asked again later. */
function refusedFor(error: unknown): PaymentOutcome {
  if (!isAppError(error) || !["payments.refused", "payments.currency"].includes(error.code)) throw error;
  const said = error.options.params?.problem;
  return { ...FAILED, problem: typeof said === "string" ? said : error.code };
}

/** What became of a row that waits: asked, and where the call never arrived, made again with the same key. */
async function outcomeOf(
  online: OnlinePayments,
  row: PaymentRow,
  invoice: InvoiceRow,
  now: Date,
): Promise<PaymentOutcome> {
  const repeatable = now.getTime() - row.createdAt.getTime() < REPEATABLE_MS;
  if (row.refundOf) {
    const made = await online.refundsOf(row.details?.refunded ?? "");
    const found = made.find((one) => one.mark?.payment === row.id);
    return found?.outcome ?? (repeatable ? await refundRow(online, row, invoice) : FAILED);
  }
  const found = await online.find(askedOf(row, invoice));
  if (row.kind === "charge") return found ?? (repeatable ? await chargeRow(online, row, invoice) : FAILED);
  if (found?.state !== "open" || !row.details?.page) return found ?? FAILED;
  // Its time is over: nobody shall pay on it any more. What was paid meanwhile counts.
  await online.closePage(row.details.page);
  return (await online.find(askedOf(row, invoice))) ?? FAILED;
}

/** Asks about one row that waits and books the answer. @unaudited: settling is */
export async function ask(
  services: Services,
  online: OnlinePayments,
  row: PaymentRow,
  invoice: InvoiceRow,
): Promise<PaymentOutcome> {
  const outcome = await outcomeOf(online, row, invoice, services.clock.now());
  const ctx = systemContext(services, "payments");
  const book = row.refundOf ? settleRefund : settle;
  await services.store.tx((db) => book(ctx, db, row.id, outcome));
  return outcome;
}

/**
 * Asks about rows that wait since too long: a webhook may be lost, or the portal died between asking and booking.
 * @unaudited: settling is
 */
export async function askSome(
  services: Services,
  online: OnlinePayments,
  { cursor, now, size }: { cursor: string; now: Date; size: number },
): Promise<Billed> {
  const { payments: p, invoices: i } = services.store.tables;
  const waiting = await services.store.read
    .select({ row: p, invoice: i })
    .from(p)
    .innerJoin(i, eq(i.id, p.invoiceId))
    .where(and(eq(p.state, "pending"), eq(p.provider, online.name), lte(p.checkAt, now), gt(p.id, cursor)))
    .orderBy(asc(p.id))
    .limit(size);
  const failed: Billed["failed"] = [];
  let done = 0;
  for (const { row, invoice } of waiting) {
    // Keys of the other world do not know it.
    if (row.details?.live !== online.live) continue;
    const checkAt = new Date(now.getTime() + ASK_AGAIN_MS);
    await services.store.tx((db) => db.update(p).set({ checkAt }).where(eq(p.id, row.id)));
    try {
      const outcome = await ask(services, online, { ...row, checkAt }, invoice);
      if (outcome.state === "succeeded" || outcome.state === "failed") done += 1;
    } catch (error) {
      failed.push({ id: row.invoiceId, tenantId: row.tenantId, message: toldOf(services, error, row.id) });
    }
  }
  const last = waiting.at(-1);
  return { cursor: waiting.length === size && last ? last.row.id : null, done, failed };
}

export function toldOf({ log }: Pick<Services, "log">, error: unknown, id: string): string {
  if (isAppError(error)) return error.message;
  log.error({ err: error, id }, "a payment could not be looked at");
  return "The payment could not be looked at: see the log.";
}
