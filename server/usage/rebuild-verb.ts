import { append } from "@/server/audit";
import { scope } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import { rebuild } from "./rebuild";
import { currentInput } from "./schemas";

/** Makes a tenant's roll-ups anew from its events. */
export async function rebuildUsage(ctx: Context, input: { tenantId: string }): Promise<{ events: number }> {
  const { tenantId } = await scope(ctx, "usage:write", parse(currentInput, input).tenantId);
  return ctx.store.tx(async (db) => {
    const events = await rebuild({ db, tables: ctx.store.tables }, tenantId, ctx.clock.now());
    await append(db, ctx, { tenantId, action: "usage.rebuild", target: tenantId, payload: { events } });
    return { events };
  });
}
