import { newId } from "@/server/shared/ids";
import type { Schema } from "../schema";
import type { Store } from "../store";
import { insertRow } from "./insert";
import { unique } from "./unique";

type Subscriptions = Schema["subscriptions"];
type Invoices = Schema["invoices"];
type Coupons = Schema["coupons"];
type Alerts = Schema["spendAlerts"];

const FROM = new Date("2026-01-01T00:00:00Z");

/** A running subscription to `growth@1` since January, with one change that says so. */
export async function makeSubscription(
  store: Store,
  overrides: Partial<Subscriptions["$inferInsert"]> & { tenantId: string },
): Promise<Subscriptions["$inferSelect"]> {
  const id = newId("subscription");
  const { subscriptions, subscriptionChanges } = store.tables;
  const payer = { name: `Payer ${unique()}`, address: "", country: "DE", taxId: null, email: null };
  const row = await insertRow(store, subscriptions, {
    id,
    ...{ currency: "EUR", zone: "UTC", interval: "month", anchor: FROM, startAt: FROM, state: "active" },
    ...{ plan: "growth@1", payer, provider: "manual", createdAt: FROM, updatedAt: FROM },
    ...overrides,
  });
  await insertRow(store, subscriptionChanges, {
    id: newId("subscriptionChange"),
    ...{ tenantId: row.tenantId, subscriptionId: id, seq: 0, at: FROM, terms: { plan: row.plan } },
    ...{ actor: "user:usr_x", createdAt: FROM },
  });
  return row;
}

/** A final invoice of 100.00 and tax. */
export async function makeCoupon(
  store: Store,
  overrides: Partial<Coupons["$inferInsert"]> = {},
): Promise<Coupons["$inferSelect"]> {
  return insertRow(store, store.tables.coupons, {
    ...{ id: newId("coupon"), code: `C-${unique()}`, title: { en: "Coupon" } },
    ...{ off: { kind: "percent" as const, percent: "10" }, createdBy: "test", createdAt: FROM },
    ...overrides,
  });
}

export async function makeSpendAlert(
  store: Store,
  overrides: Partial<Alerts["$inferInsert"]> & { tenantId: string },
): Promise<Alerts["$inferSelect"]> {
  return insertRow(store, store.tables.spendAlerts, {
    ...{ id: newId("spendAlert"), amount: 100_00, currency: "EUR", of: "so-far" as const },
    ...{ createdBy: "test", createdAt: FROM },
    ...overrides,
  });
}

export async function makeInvoice(
  store: Store,
  overrides: Partial<Invoices["$inferInsert"]> & { tenantId: string; subscriptionId: string },
): Promise<Invoices["$inferSelect"]> {
  const n = unique();
  return insertRow(store, store.tables.invoices, {
    id: newId("invoice"),
    ...{
      type: "invoice",
      state: "final",
      cause: `period:${unique()}`,
      series: "T-",
      seq: n,
      number: `T-${unique()}`,
    },
    ...{ currency: "EUR", asOf: FROM, reckonedAt: FROM, net: 100_00, tax: 19_00, gross: 119_00 },
    ...{ finalizeAt: FROM, finalizedAt: FROM, createdAt: FROM, updatedAt: FROM },
    ...overrides,
  });
}
