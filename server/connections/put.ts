import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import { scope, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { canonicalJson } from "@/server/shared/json";
import { changeRow } from "./change-row";
import type { ConnectionRow } from "./connection";

/** A connection as provisioning wants it; its secret is sealed already. */
export interface WantedConnection {
  name: string;
  kind: string;
  properties: Record<string, unknown>;
  /** null: there shall be none. */
  secret: string | null;
  secretHmac: string | null;
}

/** The tenant's connections as they are stored now, for `putConnections` to be taken back with. */
export async function connectionRows(ctx: Context, tenantId: string): Promise<ConnectionRow[]> {
  const { connections: t } = ctx.store.tables;
  const opened = await scope(ctx, "connections:read", tenantId);
  return ctx.store.read.select().from(t).where(within(opened, t));
}

/** Makes and changes connections by name; equal ones (secrets by their HMAC) are not touched, others not removed. */
export async function putConnections(
  ctx: Context,
  input: { tenantId: string; connections: WantedConnection[] },
): Promise<{ created: number; changed: number }> {
  const opened = await scope(ctx, "connections:write", input.tenantId);
  const { connections: t } = ctx.store.tables;
  return ctx.store.tx(async (db) => {
    const rows = await db.select().from(t).where(within(opened, t));
    const counts = { created: 0, changed: 0 };
    for (const wanted of input.connections) {
      const row = rows.find((r) => r.name === wanted.name);
      if (row && same(row, wanted)) continue;
      await write(ctx, db, opened.tenantId, row, wanted);
      counts[row ? "changed" : "created"]++;
    }
    return counts;
  });
}

/** Takes `putConnections` back: what was there before is restored, what was not is removed. */
export async function restoreConnections(
  ctx: Context,
  input: { tenantId: string; names: string[]; before: ConnectionRow[] },
): Promise<void> {
  const opened = await scope(ctx, "connections:write", input.tenantId);
  const { connections: t } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    for (const row of await db
      .select()
      .from(t)
      .where(and(within(opened, t), inArray(t.name, input.names)))) {
      const before = input.before.find((b) => b.id === row.id);
      if (before && same(row, before)) continue;
      if (before) {
        const { kind, properties, secret, secretHmac } = before;
        await changeRow(ctx, db, row, { kind, properties, secret, secretHmac });
      } else await db.delete(t).where(eq(t.id, row.id));
      await append(db, ctx, {
        tenantId: opened.tenantId,
        action: before ? "connection.restore" : "connection.delete",
        target: row.id,
        payload: { name: row.name },
      });
    }
  });
}

function same(row: WantedConnection, wanted: WantedConnection): boolean {
  return (
    row.kind === wanted.kind &&
    row.secretHmac === wanted.secretHmac &&
    canonicalJson(row.properties) === canonicalJson(wanted.properties)
  );
}

async function write(
  ctx: Context,
  db: Database,
  tenantId: string,
  row: ConnectionRow | undefined,
  wanted: WantedConnection,
): Promise<void> {
  const { connections: t } = ctx.store.tables;
  const now = ctx.clock.now();
  const { name, kind, properties, secret, secretHmac } = wanted;
  const values = { kind, properties, secret, secretHmac, testedAt: null, testResult: null };
  const id = row?.id ?? newId("connection", now.getTime());
  if (row) await changeRow(ctx, db, row, values);
  else await db.insert(t).values({ id, tenantId, name, ...values, createdAt: now, updatedAt: now });
  await append(db, ctx, {
    tenantId,
    action: row ? "connection.update" : "connection.create",
    target: id,
    payload: { name, kind, properties, secret: row?.secretHmac === secretHmac ? "same" : "set" },
  });
}
