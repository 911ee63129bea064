import { and, eq } from "drizzle-orm";
import { authorize } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { openSecret } from "./secret";

/** Opens a connection's secret for the platform that is about to connect with it. Never called for a person. */
export async function connectionSecret(ctx: Context, tenantId: string, name: string): Promise<string | null> {
  authorize(ctx, "connections:write");
  const { connections: t } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ secret: t.secret })
    .from(t)
    .where(and(eq(t.tenantId, tenantId), eq(t.name, name)));
  return openSecret(ctx.keyring, tenantId, name, row?.secret ?? null);
}
