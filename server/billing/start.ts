import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { actorName, scope } from "@/server/auth";
import { currenciesOf, planByRef } from "@/server/plans";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { calendarAnchor } from "@/server/shared/periods";
import { type Terms, terms as termsShape } from "./core/terms";
import { type StartSubscriptionInput, startSubscriptionInput } from "./schemas";
import { readBillingSettings } from "./settings";
import { standing } from "./state";
import type { Ledger, SubscriptionRow } from "./subscription";

const DAY_MS = 86_400_000;
const wholeSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);

/** @throws `billing.currency` */
export function requireCurrency(plan: string, currency: string): void {
  const { pricing } = planByRef(plan);
  const known = currenciesOf(pricing);
  if (known.includes(currency) || pricing.charges.length + pricing.addons.length === 0) return;
  throw new AppError("invalid", "billing.currency", `${plan} has no prices in ${currency}.`, {
    advice: known.length > 0 ? `It has prices in ${known.join(", ")}.` : "Give it prices first.",
    issues: [{ path: "currency", message: "is none of the plan's" }],
    params: { plan, currency },
  });
}

/** @throws `billing.addon` */
export function requireAddons(plan: string, addons: readonly string[]): void {
  const known = planByRef(plan).pricing.addons.map((a) => a.id);
  const unknown = addons.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new AppError("invalid", "billing.addon", `${plan} has no add-on "${unknown}".`, {
    advice: known.length > 0 ? `Its add-ons are ${known.join(", ")}.` : "It has none.",
    issues: [{ path: "addons", message: "has one the plan does not know" }],
  });
}

function firstChanges(wanted: Terms, startAt: Date, trialDays: number): { at: Date; terms: Terms }[] {
  if (trialDays === 0) return [{ at: startAt, terms: wanted }];
  const paid = new Date(startAt.getTime() + trialDays * DAY_MS);
  return [
    { at: startAt, terms: { ...wanted, free: "trial" } },
    { at: paid, terms: wanted },
  ];
}

/**
 * Starts a tenant's subscription: from here on it is billed. With a trial, its first period begins when that is over.
 * @throws `billing.subscribed`, `billing.currency`, `billing.addon`, `billing.start_past`
 */
export async function startSubscription(
  ctx: Context,
  input: StartSubscriptionInput,
): Promise<SubscriptionRow> {
  const wanted = parse(startSubscriptionInput, input);
  const { tenantId } = await scope(ctx, "billing:write", wanted.tenant);
  const { value: settings } = await readBillingSettings(ctx.store);
  const now = wholeSecond(ctx.clock.now());
  const { tenants, subscriptions, subscriptionChanges } = ctx.store.tables;
  return await ctx.store.tx(async (db) => {
    const [tenant] = await db.select().from(tenants).where(eq(tenants.id, tenantId));
    const [there] = await db
      .select()
      .from(subscriptions)
      .where(and(eq(subscriptions.tenantId, tenantId), isNull(subscriptions.endedAt)));
    if (there) throw subscribed();
    const startAt = wholeSecond(wanted.startAt ?? now);
    await refuseOverlap(db, ctx, tenantId, startAt);
    const plan = planByRef(wanted.plan ?? tenant?.plan ?? "");
    const currency = wanted.currency ?? settings.currency;
    requireCurrency(plan.ref, currency);
    requireAddons(plan.ref, wanted.addons);
    const trialDays = wanted.trialDays ?? plan.pricing.trialDays;
    const { seats, addons, negotiated, discounts } = wanted;
    const changes = firstChanges(
      termsShape.parse({ plan: plan.ref, seats, addons, negotiated, discounts }),
      startAt,
      trialDays,
    );
    const paidFrom = changes.at(-1)?.at ?? startAt;
    const zone = wanted.zone ?? settings.zone;
    const { interval } = plan.pricing;
    const subscription: SubscriptionRow = {
      id: newId("subscription", now.getTime()),
      ...{ tenantId, currency, zone, interval, startAt, plan: plan.ref },
      anchor: wanted.anchor === "start" ? paidFrom : calendarAnchor(paidFrom, zone, interval),
      state: "active",
      ...{
        nextAt: startAt,
        recheckFrom: null,
        provider: settings.provider,
        providerCustomer: null,
        endedAt: null,
      },
      payer: wanted.payer ?? {
        name: tenant?.name ?? "",
        address: "",
        country: settings.tax.seller,
        taxId: null,
        email: null,
      },
      ...{ createdAt: now, updatedAt: now },
    };
    const rows = changes.map((change, seq) => ({
      ...change,
      seq,
      id: newId("subscriptionChange", now.getTime()),
    }));
    const ledger: Ledger = { subscription, changes: rows };
    const row = { ...subscription, ...standingRow(ledger, startAt, now) };
    await db.insert(subscriptions).values(row);
    await db.insert(subscriptionChanges).values(
      rows.map((change) => ({
        ...change,
        ...{
          tenantId,
          subscriptionId: subscription.id,
          reason: null,
          actor: actorName(ctx.actor),
          createdAt: now,
        },
      })),
    );
    await append(db, ctx, {
      tenantId,
      action: "billing.start",
      target: subscription.id,
      payload: { plan: plan.ref, currency, startAt: startAt.toISOString(), trialDays, seats, addons },
    });
    return row;
  });
}

/** State and plan of a row now. What is due at its very beginning is billed by the next run. */
function standingRow(ledger: Ledger, startAt: Date, now: Date) {
  const { state, plan } = standing(ledger, startAt.getTime() > now.getTime() ? startAt : now);
  return { state, plan };
}

/** What a subscription before has billed is billed once. @throws `billing.start_past` */
async function refuseOverlap(db: Database, ctx: Context, tenantId: string, startAt: Date): Promise<void> {
  const { subscriptions: s } = ctx.store.tables;
  const [before] = await db
    .select({ endedAt: s.endedAt })
    .from(s)
    .where(and(eq(s.tenantId, tenantId), gt(s.endedAt, startAt)))
    .orderBy(desc(s.endedAt))
    .limit(1);
  if (!before?.endedAt) return;
  const end = before.endedAt.toISOString();
  throw new AppError("conflict", "billing.start_past", `The subscription before lasted until ${end}.`, {
    advice: "Start this one then or later.",
    issues: [{ path: "startAt", message: "lies in the subscription before" }],
    params: { end },
  });
}

const subscribed = () =>
  new AppError("conflict", "billing.subscribed", "The tenant has a subscription.", {
    advice: "Change that one, or end it first.",
  });
