import { and, eq, inArray, isNull, ne, or } from "drizzle-orm";
import type { Schema } from "@/db/schema";
import { can } from "@/server/capabilities";
import { mailLanguage } from "@/server/mail";
import { notify } from "@/server/notifications";
import type { Services } from "@/server/shared/context";
import { formatMoney } from "@/server/shared/money";
import { periodAt } from "@/server/shared/periods";
import { type Cost, type CostAsked, costsOf } from "../cost";
import { standing } from "../state";
import { calendarOf, type Ledger, languagesOf, ledgersOf } from "../subscription";

type Needs = Pick<Services, "store" | "clock" | "keyring" | "log">;
type AlertRow = Schema["spendAlerts"]["$inferSelect"];

const EVERY_MS = 5 * 60_000;
const TOGETHER = 100;
const second = (at: Date) => Math.floor(at.getTime() / 1000);

/**
 * Tells the admins of tenants whose billing period's cost, or its forecast, reached an amount they asked to be told of: once
 * for each alert and period.
 * @returns how many were told
 */
export async function sweepSpend(services: Needs): Promise<number> {
  const { spendAlerts: a, subscriptions: s } = services.store.tables;
  const books = { db: services.store.read, tables: services.store.tables };
  const alerts = await books.db.select().from(a);
  if (alerts.length === 0) return 0;
  const tenantIds = [...new Set(alerts.map((one) => one.tenantId))];
  const rows = await books.db
    .select()
    .from(s)
    .where(and(inArray(s.tenantId, tenantIds), isNull(s.endedAt), ne(s.state, "ended")));
  const asked: Asked[] = [];
  for (const ledger of await ledgersOf(books, rows)) {
    const own = alerts.filter((one) => one.tenantId === ledger.subscription.tenantId);
    const one = await askOf(services, ledger, own);
    if (one) asked.push(one);
  }
  let told = 0;
  for (let i = 0; i < asked.length; i += TOGETHER) told += await look(services, asked.slice(i, i + TOGETHER));
  return told;
}

interface Asked extends CostAsked {
  alerts: AlertRow[];
}

/** A subscription whose cost is to be looked at; null where all its alerts were told in the running period. */
async function askOf(services: Needs, ledger: Ledger, alerts: readonly AlertRow[]): Promise<Asked | null> {
  const { tenantId, currency, startAt } = ledger.subscription;
  const now = services.clock.now();
  const { terms } = standing(ledger, now);
  if (!terms || terms.ended || now < startAt) return null;
  const period = periodAt(calendarOf(ledger.subscription), second(now));
  const open = alerts.filter(
    (one) => one.currency === currency && one.toldPeriod?.getTime() !== period.from * 1000,
  );
  if (open.length === 0 || !(await can(services, tenantId, "alerts"))) return null;
  return { ledger, period, terms, alerts: open };
}

async function look(services: Needs, asked: readonly Asked[]): Promise<number> {
  const books = { db: services.store.read, tables: services.store.tables };
  const costs = await costsOf(books, asked, services.clock.now());
  let told = 0;
  for (const [i, { alerts, period }] of asked.entries()) {
    const cost = costs[i]?.cost;
    for (const alert of alerts)
      if (cost && reached(alert, cost) && (await tell(services, alert, cost, new Date(period.from * 1000))))
        told += 1;
  }
  return told;
}

const amountOf = ({ of }: AlertRow, cost: Cost) => (of === "forecast" ? cost.forecast : cost.soFar);
const reached = (alert: AlertRow, cost: Cost) => amountOf(alert, cost) >= alert.amount;

/** @unaudited it only tells */
async function tell(services: Needs, alert: AlertRow, cost: Cost, from: Date): Promise<boolean> {
  const { spendAlerts: a } = services.store.tables;
  const { id, tenantId, currency } = alert;
  return await services.store.tx(async (db) => {
    const marked = await db
      .update(a)
      .set({ toldPeriod: from })
      .where(and(eq(a.id, id), or(isNull(a.toldPeriod), ne(a.toldPeriod, from))))
      .returning({ id: a.id });
    if (marked.length === 0) return false;
    const languages = await languagesOf({ db, tables: services.store.tables }, [tenantId]);
    const language = mailLanguage(languages.get(tenantId) ?? "en");
    const money = (minor: number) => formatMoney(minor, currency, language);
    await notify(services, db, {
      kind: "spend-alert",
      to: { tenant: tenantId, roles: ["admin"] },
      params: { amount: money(alert.amount), cost: money(amountOf(alert, cost)), of: alert.of },
      href: `/tenants/${tenantId}/billing`,
      key: `spend ${id} ${from.toISOString()}`,
    });
    return true;
  });
}

/** Looks every five minutes. */
export function startSpendAlerts(services: Needs): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => sweepSpend(services))
      .catch((error: unknown) =>
        services.log.error({ err: error }, "alerts on spend could not be looked at"),
      );
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
