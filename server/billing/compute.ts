import { and, eq, gte, inArray, isNull, max, ne, notInArray } from "drizzle-orm";
import { planByRef } from "@/server/plans";
import { type Period, period, periodAt } from "@/server/shared/periods";
import { type Agreement, type Item, owed } from "./core/owed";
import { type Billed, type Line, settle } from "./core/settle";
import type { Change } from "./core/terms";
import { lateFrom } from "./late";
import { readUsage } from "./read-usage";
import {
  type Books,
  calendarOf,
  type InvoiceLineRow,
  type Ledger,
  type SubscriptionRow,
} from "./subscription";

const second = (at: Date) => Math.floor(at.getTime() / 1000);

export function agreementOf({ subscription, changes }: Ledger, more: readonly Change[] = []): Agreement {
  return {
    currency: subscription.currency,
    changes: [...changes, ...more],
    pricing: (plan) => planByRef(plan).pricing,
    period: (index) => period(calendarOf(subscription), index),
  };
}

/** Periods a bill at `asOf` looks at: the running one, the one before, and from `first` on those that may differ. */
export function periodsOf(subscription: SubscriptionRow, asOf: Date, first: number | null): Period[] {
  const calendar = calendarOf(subscription);
  const start = periodAt(calendar, second(subscription.startAt)).index;
  const last = periodAt(calendar, second(asOf)).index;
  const from = Math.max(start, Math.min(last - 1, first ?? last - 1));
  return Array.from({ length: last - from + 1 }, (_, i) => period(calendar, from + i));
}

export function asBilled(row: InvoiceLineRow): Billed {
  const { key, periodIndex, amount, quantity } = row;
  const at = { index: periodIndex, from: second(row.periodFrom), to: second(row.periodTo) };
  const line = {
    kind: row.kind as Item["kind"],
    chargeId: row.chargeId,
    plan: row.plan,
    title: row.title,
    taxClass: row.taxClass as Item["taxClass"],
    meter: row.meter,
    period: at,
  };
  return { key, periodIndex, amount, quantity, line };
}

/** Lines a person wrote: no computation counts them as billed. */
export const MANUAL = "manual";

export interface Question {
  ledger: Ledger;
  /** Known at this instant is billed. */
  asOf: Date;
  /** A draft that is made anew: its own lines do not count as billed. */
  except?: string;
  /** Changes that are only thought of. */
  more?: readonly Change[];
  /** Index of the first period that may differ, if it is earlier than usage says. */
  first?: number | null;
  /** Invoices of a later instant are as if they were not: what they billed came after. */
  until?: Date;
  /** Drafts of a later instant are as if they were not: they have what is left over by this one. */
  draftsUntil?: Date;
  /** Where a run is late and a later instant is billed for good, as much is known as that invoice knew. */
  catchUp?: boolean;
  /** The instant the invoice is of, where more is known by now than then; left out: `asOf`. */
  of?: Date;
}

/** A line that was billed, and the instant its invoice is of. */
type Counted = InvoiceLineRow & { asOf: Date; draft: boolean };

interface Prepared extends Question {
  agreement: Agreement;
  periods: Period[];
}

/** Lines of invoices that count, by subscription: not of void ones. */
async function billedLines(books: Books, asked: readonly Prepared[]): Promise<Map<string, Counted[]>> {
  const { invoiceLines: l, invoices: i } = books.tables;
  const ids = asked.map((one) => one.ledger.subscription.id);
  const first = Math.min(...asked.map((one) => one.periods[0]?.index ?? 0));
  const rows = await books.db
    .select({ line: l, asOf: i.asOf, state: i.state })
    .from(l)
    .innerJoin(i, eq(i.id, l.invoiceId))
    .where(
      and(inArray(l.subscriptionId, ids), gte(l.periodIndex, first), ne(i.state, "void"), ne(l.kind, MANUAL)),
    );
  const found = new Map<string, Counted[]>(ids.map((id) => [id, []]));
  for (const { line, asOf, state } of rows)
    found.get(line.subscriptionId)?.push({ ...line, asOf, draft: state === "draft" });
  return found;
}

function prepare(question: Question, late: number | undefined): Prepared {
  const { ledger, asOf, more, first } = question;
  const earliest = Math.min(late ?? Number.MAX_SAFE_INTEGER, first ?? Number.MAX_SAFE_INTEGER);
  const from = earliest === Number.MAX_SAFE_INTEGER ? null : earliest;
  return {
    ...question,
    agreement: agreementOf(ledger, more),
    periods: periodsOf(ledger.subscription, asOf, from),
  };
}

/** Periods whose usage an earlier invoice billed: one of an instant at which they, or the subscription, were over. */
function closedOf({ ledger, asOf, of = asOf, periods }: Prepared, counted: readonly Counted[]): Set<number> {
  const end = ledger.subscription.endedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const last = counted
    .filter((line) => line.asOf < of)
    .reduce((newest, line) => Math.max(newest, line.asOf.getTime()), 0);
  return new Set(periods.filter((p) => Math.min(p.to * 1000, end) <= last).map((p) => p.index));
}

/**
 * Questions that catch up ask for as much as an invoice of a later instant billed for good: with less in mind they would
 * bill some of it again.
 */
async function caughtUp(
  { db, tables: { invoices: i } }: Books,
  questions: readonly Question[],
): Promise<Question[]> {
  const ids = questions.flatMap((q) => (q.catchUp ? [q.ledger.subscription.id] : []));
  if (ids.length === 0) return [...questions];
  const rows = await db
    .select({ id: i.subscriptionId, at: max(i.asOf) })
    .from(i)
    .where(and(inArray(i.subscriptionId, ids), notInArray(i.state, ["draft", "void"]), isNull(i.creditsId)))
    .groupBy(i.subscriptionId);
  const known = new Map(rows.map((row) => [row.id, row.at]));
  return questions.map((question) => {
    const { ledger, asOf, of = asOf, catchUp, first } = question;
    const at = catchUp ? known.get(ledger.subscription.id) : null;
    if (!at || at <= asOf) return question;
    const before = periodAt(calendarOf(ledger.subscription), second(asOf)).index - 1;
    return { ...question, of, asOf: at, first: Math.min(first ?? before, before) };
  });
}

/**
 * The lines that bills have, before tax: in the order asked. The one way to a bill: runs, previews and rehearsals come
 * through here. Questions of many subscriptions cost few more statements than those of one.
 */
export async function reckon(books: Books, all: readonly Question[]): Promise<Line[][]> {
  if (all.length === 0) return [];
  const questions = await caughtUp(books, all);
  const ledgers = questions.map((one) => one.ledger);
  const late = await lateFrom(books, ledgers);
  const asked = questions.map((one) => prepare(one, late.get(one.ledger.subscription.id)));
  const usageOf = await readUsage(
    books,
    asked.map(({ ledger, agreement, periods, asOf }) => ({
      ...{ tenantId: ledger.subscription.tenantId, agreement, periods, asOf },
    })),
  );
  const billed = await billedLines(books, asked);
  return asked.map((question) => {
    const { ledger, agreement, periods, asOf, except, until, draftsUntil } = question;
    const usage = usageOf(ledger.subscription.tenantId);
    const items = periods.flatMap((p) => owed(agreement, p, usage, asOf));
    const last = periods.at(-1)?.index ?? 0;
    const counted = (billed.get(ledger.subscription.id) ?? []).filter(
      (line) =>
        line.periodIndex >= (periods[0]?.index ?? 0) &&
        line.periodIndex <= last &&
        line.invoiceId !== except &&
        (!until || line.asOf <= until) &&
        (!draftsUntil || !line.draft || line.asOf <= draftsUntil),
    );
    return settle(items, counted.map(asBilled), closedOf(question, counted));
  });
}
