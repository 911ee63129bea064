import { and, eq, isNull } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { noteActive } from "@/server/shared/metering";
import { actorName, isOperator, mayIn } from "./actor";
import { forbidden, refuseUntilSetUp } from "./authorize";
import { hiddenApps } from "./granted";
import type { Permission } from "./permissions";

declare const BRAND: unique symbol;

/** Proof that the actor may do one thing in one tenant. Only `scope` makes it; only it opens tenant-owned tables. */
export interface TenantScope {
  readonly [BRAND]: true;
  readonly tenantId: string;
  readonly permission: Permission;
}

const ACCESS_NOTED_FOR_MS = 3_600_000;
const noted = new Map<string, number>();

/** One audit entry an hour for each operator and tenant they look into. */
async function noteAccess(ctx: Context, tenantId: string, permission: Permission): Promise<void> {
  if (ctx.actor.type !== "user" || !permission.endsWith(":read")) return;
  const key = `${ctx.actor.id} ${tenantId}`;
  const now = ctx.clock.now().getTime();
  if (now - (noted.get(key) ?? Number.NEGATIVE_INFINITY) < ACCESS_NOTED_FOR_MS) return;
  if (noted.size > 10_000) noted.clear();
  noted.set(key, now);
  await ctx.store.tx((db) =>
    append(db, ctx, { tenantId, action: "tenant.access", target: tenantId, payload: { permission } }),
  );
}

/**
 * Opens a tenant for one permission. A tenant that does not exist, or that is not the actor's, looks the same.
 * @throws `tenant.not_found`, or `auth.forbidden` where the actor may see the tenant but not do this
 */
export async function scope(ctx: Context, permission: Permission, tenantId: string): Promise<TenantScope> {
  refuseUntilSetUp(ctx.actor);
  const { tenants } = ctx.store.tables;
  const allowed = mayIn(ctx.actor, permission, tenantId);
  if (!allowed && !mayIn(ctx.actor, "tenants:read", tenantId)) throw notFound("tenant", tenantId);
  const rows = await ctx.store.read
    .select({ id: tenants.id })
    .from(tenants)
    .where(and(eq(tenants.id, tenantId), isNull(tenants.deletedAt)));
  if (rows.length === 0) throw notFound("tenant", tenantId);
  if (!allowed) throw forbidden(permission);
  if (isOperator(ctx.actor)) await noteAccess(ctx, tenantId, permission);
  else if (ctx.actor.type === "user" && !ctx.actor.viewer)
    noteActive(tenantId, ctx.actor.id, ctx.clock.now());
  return { tenantId, permission } as TenantScope;
}

/**
 * Scope of what has a tenant of its own: looks the row's tenant up, then opens it. An app the actor's groups don't open,
 * and what is of such an app, looks like one that does not exist.
 */
export async function scopeOf<R extends { tenantId: string | null; appId?: string | null }>(
  ctx: Context,
  permission: Permission,
  noun: string,
  id: string,
  row: R | undefined,
): Promise<TenantScope> {
  if (!row?.tenantId) throw notFound(noun, id);
  try {
    const opened = await scope(ctx, permission, row.tenantId);
    const app = noun === "app" ? id : row.appId;
    if (app && (await hiddenApps(ctx)).includes(app)) throw notFound(noun, id);
    return opened;
  } catch (error) {
    if ((error as { code?: string }).code === "tenant.not_found") throw notFound(noun, id);
    throw error;
  }
}

/** Condition that keeps a query inside the scope's tenant. */
export function within(scope: TenantScope, table: { tenantId: SQLiteColumn }) {
  return eq(table.tenantId, scope.tenantId);
}

export { actorName };
