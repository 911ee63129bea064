import { inArray } from "drizzle-orm";
import type { Context } from "@/server/shared/context";
import type { ConnectionRow } from "./connection";

/** An app that reads through a connection. */
export interface ConnectionUser {
  app: string;
  title: string;
}

/**
 * The apps that read through each of the connections, by the connection's id: one change of a connection serves all of
 * them. The caller has opened the rows by a scope; an app and its connections are always of one tenant.
 */
export async function usersOf(
  ctx: Context,
  rows: readonly Pick<ConnectionRow, "id" | "tenantId" | "name">[],
): Promise<Map<string, ConnectionUser[]>> {
  const { apps: t } = ctx.store.tables;
  const tenants = [...new Set(rows.map((row) => row.tenantId))];
  const apps =
    tenants.length === 0
      ? []
      : await ctx.store.read
          .select({ app: t.id, title: t.title, tenantId: t.tenantId, connections: t.connections })
          .from(t)
          .where(inArray(t.tenantId, tenants))
          .orderBy(t.title);
  return new Map(
    rows.map((row) => [
      row.id,
      apps
        .filter((a) => a.tenantId === row.tenantId && Object.values(a.connections).includes(row.name))
        .map(({ app, title }) => ({ app, title })),
    ]),
  );
}
