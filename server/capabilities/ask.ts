import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { actorName, scope } from "@/server/auth";
import { pokeOutbox } from "@/server/mail";
import { notify } from "@/server/notifications";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import { can, capabilityWords } from "./can";
import { type AskForCapabilityInput, askForCapabilityInput, type Capability } from "./schemas";

const DAY_MS = 86_400_000;
/** Requests of one tenant in a day. */
export const MOST_A_DAY = 5;

const tooOften = () =>
  new AppError("too-many", "capabilities.asked_too_often", `You asked for ${MOST_A_DAY} things today.`, {
    advice: "The operators have your requests; ask for more tomorrow.",
    retryAfterSeconds: DAY_MS / 1000,
  });

/**
 * Asks the operators for a capability the tenant has not: each owner and admin is told, and the audit.
 * Asked again while the first request waits, it is that one.
 * @throws `capabilities.have_it`, `capabilities.asked_too_often`, `tenant.not_found`, `auth.forbidden`
 */
export async function askForCapability(ctx: Context, input: AskForCapabilityInput): Promise<{ at: Date }> {
  const { tenantId: asked, capability, note = "" } = parse(askForCapabilityInput, input);
  const { tenantId } = await scope(ctx, "tenants:customize", asked);
  if (await can(ctx, tenantId, capability))
    throw new AppError("conflict", "capabilities.have_it", "The tenant has this already.");
  const { capabilityRequests: r } = ctx.store.tables;
  const now = ctx.clock.now();
  const done = await ctx.store.tx(async (db) => {
    const lately = await db
      .select({ capability: r.capability, at: r.createdAt, closedAt: r.closedAt })
      .from(r)
      .where(and(eq(r.tenantId, tenantId), gt(r.createdAt, new Date(now.getTime() - DAY_MS))));
    const [open] = await db
      .select({ at: r.createdAt })
      .from(r)
      .where(and(eq(r.tenantId, tenantId), eq(r.capability, capability), isNull(r.closedAt)));
    if (open) return { at: open.at, mailed: false };
    if (lately.length >= MOST_A_DAY) throw tooOften();
    const id = newId("capabilityRequest", now.getTime());
    const askedBy = actorName(ctx.actor);
    await db
      .insert(r)
      .values({ id, tenantId, capability, note: note || null, askedBy, createdAt: now, closedAt: null });
    await tellOperators(db, ctx, { id, tenantId, capability, note });
    const payload = { capability, ...(note ? { note } : {}) };
    await append(db, ctx, { tenantId, action: "capability.ask", target: capability, payload });
    return { at: now, mailed: true };
  });
  if (done.mailed) pokeOutbox();
  return { at: done.at };
}

async function tellOperators(
  db: Database,
  ctx: Context,
  { id, tenantId, capability, note }: { id: string; tenantId: string; capability: Capability; note: string },
): Promise<void> {
  const { tenants, users } = ctx.store.tables;
  const [tenant] = await db.select({ name: tenants.name }).from(tenants).where(eq(tenants.id, tenantId));
  if (!tenant) throw notFound("tenant", tenantId);
  const [asker] = await db.select({ name: users.name }).from(users).where(eq(users.id, ctx.actor.id));
  await notify(ctx, db, {
    kind: "capability-asked",
    to: { operators: true },
    params: {
      ...{ tenant: tenant.name, capability: capabilityWords(capability), name: asker?.name ?? "" },
      ...(note ? { problem: note } : {}),
    },
    href: `/tenants/${tenantId}/settings`,
    key: `capability ${id}`,
  });
}
