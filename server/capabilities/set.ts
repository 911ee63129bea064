import { and, eq, isNull } from "drizzle-orm";
import { append } from "@/server/audit";
import { actorName, scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { type SetCapabilityInput, setCapabilityInput } from "./schemas";

/**
 * Switches a capability of a tenant on or off whatever its plan says, or leaves it to the plan again. What the tenant
 * asked for is decided by it.
 * @throws `tenant.not_found`, `auth.forbidden`
 */
export async function setCapability(ctx: Context, input: SetCapabilityInput): Promise<void> {
  const { tenantId: asked, capability, to, reason } = parse(setCapabilityInput, input);
  const { tenantId } = await scope(ctx, "tenants:update", asked);
  const { capabilityOverrides: o, capabilityRequests: r } = ctx.store.tables;
  const id = `${tenantId}:${capability}`;
  const at = ctx.clock.now();
  await ctx.store.tx(async (db) => {
    const [before] = await db.select({ on: o.on }).from(o).where(eq(o.id, id));
    if (to === "plan") await db.delete(o).where(eq(o.id, id));
    else {
      const set = { on: to === "on", reason, changedBy: actorName(ctx.actor), changedAt: at };
      await db
        .insert(o)
        .values({ id, tenantId, capability, ...set })
        .onConflictDoUpdate({ target: o.id, set });
    }
    await db
      .update(r)
      .set({ closedAt: at })
      .where(and(eq(r.tenantId, tenantId), eq(r.capability, capability), isNull(r.closedAt)));
    const was = before ? (before.on ? "on" : "off") : "plan";
    const payload = { capability, before: was, after: to };
    await append(db, ctx, { tenantId, action: "capability.set", target: capability, payload });
    // Why is the operators' own: the tenant's admins read the tenant's chain.
    const why = { tenant: tenantId, ...payload, reason };
    await append(db, ctx, { tenantId: null, action: "capability.set", target: capability, payload: why });
  });
}
