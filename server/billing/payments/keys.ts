import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Store } from "@/db/store";
import { append } from "@/server/audit";
import { authorize } from "@/server/auth";
import type { Context, Services } from "@/server/shared/context";
import { seal, unseal } from "@/server/shared/crypto";
import { AppError } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import { settings } from "@/server/shared/settings";
import { strict } from "@/server/shared/strict";
import { MANUAL_PAYMENTS, type OnlinePayments } from "./port";
import { STRIPE_EVENTS } from "./stripe/events";
import { STRIPE } from "./stripe/links";
import { stripePayments } from "./stripe/provider";

const ROW = "payments";
/** The key outlives a rotation of the master secret: see `CARRIED` there. */
export const PAYMENT_KEY = "payment-keys";

const secretKey = z
  .string()
  .trim()
  .regex(/^(sk|rk)_(test|live)_\w{4,200}$/, "is no secret key like sk_live_…");
const webhookSecret = z
  .string()
  .trim()
  .regex(/^whsec_[\w+/=]{4,200}$/, "is no signing secret like whsec_…");

/** Secrets that are left out stay, those that are null are removed. */
export const changePaymentSettingsInput = strict({
  provider: z.enum([MANUAL_PAYMENTS, STRIPE]),
  secretKey: secretKey.nullable().optional(),
  webhookSecret: webhookSecret.nullable().optional(),
});

type Provider = z.output<typeof changePaymentSettingsInput>["provider"];

interface Stored {
  provider: Provider;
  /** Sealed. */
  secretKey: string | null;
  webhookSecret: string | null;
  live: boolean;
  /** When the keys were set: what was before is nobody's to book. */
  since: string;
}

/** How invoices are paid, as people may see it: whether there are secrets, never which. */
export interface PaymentSettings {
  provider: Provider;
  live: boolean;
  hasSecretKey: boolean;
  hasWebhookSecret: boolean;
  /** Where Stripe has to send its events, and which. */
  webhookUrl: string;
  events: string[];
}

const key = ({ keyring }: Pick<Services, "keyring">) => ({
  id: PAYMENT_KEY,
  bytes: keyring.purpose(PAYMENT_KEY),
});
const contextOf = (field: "secretKey" | "webhookSecret") => `settings|payments|${field}`;

async function stored(store: Store): Promise<Stored | null> {
  const { settings: t } = store.tables;
  const [row] = await store.read.select().from(t).where(eq(t.id, ROW));
  return (row?.value as Stored | undefined) ?? null;
}

const shown = (row: Stored | null): PaymentSettings => ({
  ...{ provider: row?.provider ?? MANUAL_PAYMENTS, live: row?.live ?? false },
  ...{ hasSecretKey: !!row?.secretKey, hasWebhookSecret: !!row?.webhookSecret },
  webhookUrl: `${settings().url}/api/payments/${STRIPE}`,
  events: [...STRIPE_EVENTS],
});

export async function getPaymentSettings(ctx: Context): Promise<PaymentSettings> {
  authorize(ctx, "billing:write");
  return shown(await stored(ctx.store));
}

/** Chooses how invoices are paid. @throws `payments.no_key` */
export async function changePaymentSettings(
  ctx: Context,
  input: z.input<typeof changePaymentSettingsInput>,
): Promise<PaymentSettings> {
  authorize(ctx, "billing:write");
  const given = parse(changePaymentSettingsInput, input);
  const before = await stored(ctx.store);
  const sealed = (field: "secretKey" | "webhookSecret") => {
    const plain = given[field];
    if (plain === undefined) return before?.[field] ?? null;
    return plain && seal(key(ctx), plain, contextOf(field));
  };
  const now = ctx.clock.now();
  const value: Stored = {
    ...{ provider: given.provider, secretKey: sealed("secretKey"), webhookSecret: sealed("webhookSecret") },
    live: given.secretKey ? given.secretKey.includes("_live_") : (before?.live ?? false),
    since: given.secretKey ? now.toISOString() : (before?.since ?? now.toISOString()),
  };
  if (value.provider === STRIPE && !value.secretKey) throw noKey();
  const { settings: t } = ctx.store.tables;
  const said = (plain: string | null | undefined) =>
    plain === undefined ? "kept" : plain ? "set" : "removed";
  await ctx.store.tx(async (db) => {
    await db
      .insert(t)
      .values({ id: ROW, value, updatedAt: now })
      .onConflictDoUpdate({ target: t.id, set: { value, updatedAt: now } });
    await append(db, ctx, {
      ...{ tenantId: null, action: "billing.payments", target: ROW },
      payload: {
        ...{ provider: value.provider, live: value.live },
        ...{ secretKey: said(given.secretKey), webhookSecret: said(given.webhookSecret) },
      },
    });
  });
  return shown(value);
}

const noKey = () =>
  new AppError("invalid", "payments.no_key", "Stripe needs a secret key.", {
    advice: "Copy it from Stripe's dashboard, Developers, API keys.",
    issues: [{ path: "secretKey", message: "is missing" }],
  });

export interface Connected {
  online: OnlinePayments;
  since: Date;
}

/** The provider that takes money online; null where invoices are paid by bank. Not inside a transaction. @internal */
export async function connected(
  services: Pick<Services, "store" | "keyring" | "payments">,
): Promise<Connected | null> {
  const row = await stored(services.store);
  if (row?.provider !== STRIPE || !row.secretKey) return null;
  const keys = {
    secretKey: unseal(key(services), row.secretKey, contextOf("secretKey")),
    webhookSecret: row.webhookSecret && unseal(key(services), row.webhookSecret, contextOf("webhookSecret")),
  };
  const connect = services.payments ?? ((given) => stripePayments(given, { origin: settings().stripeUrl }));
  return { online: await connect(keys), since: new Date(row.since) };
}

/** @throws `payments.off` @internal */
export async function requireOnline(services: Pick<Services, "store" | "keyring" | "payments">) {
  const found = await connected(services);
  if (found) return found.online;
  throw new AppError("conflict", "payments.off", "Invoices are paid by bank here.", {
    advice: "The bank details are printed on the invoice.",
  });
}

export interface PaymentCheck {
  account: string;
  live: boolean;
  /** Whether the account may take money by now. */
  charges: boolean;
}

/** Asks the provider whose account the keys open. Changes nothing. @throws `payments.keys`, `payments.unreachable` */
export async function checkPayments(ctx: Context): Promise<PaymentCheck> {
  authorize(ctx, "billing:write");
  const online = await requireOnline(ctx);
  return { ...(await online.check()), live: online.live };
}
