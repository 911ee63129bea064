import { and, eq, inArray } from "drizzle-orm";
import { ofCustomers, scope, scopeOf, visibleTenants, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import type { Page } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { type Connection, type ConnectionRow, toConnection } from "./connection";
import { connectionIdInput, type ListConnectionsInput, listConnectionsInput } from "./schemas";
import { type ConnectionUser, usersOf } from "./used-by";

/** A connection and the apps that read through it. */
export interface UsedConnection extends Connection {
  usedBy: ConnectionUser[];
}

/** A connection's row, not yet opened by a scope. @throws `connection.not_found` */
export async function connectionRow(ctx: Context, id: string): Promise<ConnectionRow> {
  const { connections: t } = ctx.store.tables;
  const [row] = await ctx.store.read.select().from(t).where(eq(t.id, id));
  if (!row) throw notFound("connection", id);
  return row;
}

/** @throws `connection.not_found` */
export async function getConnection(ctx: Context, input: { id: string }): Promise<UsedConnection> {
  const { id } = parse(connectionIdInput, input);
  const row = await connectionRow(ctx, id);
  await scopeOf(ctx, "connections:read", "connection", id, row);
  return { ...toConnection(row), usedBy: (await usersOf(ctx, [row])).get(row.id) ?? [] };
}

/** Connections of one tenant, or of all tenants the actor may see; newest first, keyset-paged. */
export async function listConnections(
  ctx: Context,
  input: ListConnectionsInput = {},
): Promise<Page<UsedConnection>> {
  const f = parse(listConnectionsInput, input);
  const { connections: t } = ctx.store.tables;
  const visible = visibleTenants(ctx, "connections:read");
  const only = f.tenantId ? within(await scope(ctx, "connections:read", f.tenantId), t) : undefined;
  const rows = await ctx.store.read
    .select()
    .from(t)
    .where(
      and(
        only ?? ofCustomers(ctx, t.tenantId),
        visible ? inArray(t.tenantId, visible) : undefined,
        olderThan(t, f.cursor),
      ),
    )
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  const users = await usersOf(ctx, rows);
  return pageOf(rows, f.limit, (row) => ({ ...toConnection(row), usedBy: users.get(row.id) ?? [] }));
}
