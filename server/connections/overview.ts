import { and, eq, inArray, like, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type NewestReload, newestReloads } from "@/server/apps";
import { ofCustomers, scopeOf, visibleTenants, within } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { newestFirst, olderThan, pageOf } from "@/server/shared/newest-first";
import { type Page, pageInput } from "@/server/shared/pagination";
import { parse } from "@/server/shared/parse";
import { type Connection, type ConnectionRow, toConnection } from "./connection";
import { connectionRow } from "./get";
import { connectionIdInput } from "./schemas";

export const connectionOverviewInput = z.strictObject({
  ...pageInput,
  q: z.string().trim().max(200).optional(),
  kind: z.string().max(40).optional(),
  tenantId: z.string().max(60).optional(),
  test: z.enum(["ok", "failed", "never"]).optional(),
});
export type ConnectionOverviewInput = z.input<typeof connectionOverviewInput>;

/** A connection in the list over all tenants. Its properties stay on its own page. */
export interface ListedConnection extends Omit<Connection, "properties"> {
  tenant: string;
  /** Apps that read through it. */
  usedBy: number;
}

/** A stored test result that went wrong, in both dialects' text of JSON. */
export function testFailed(ctx: Context): SQL {
  const { connections: t } = ctx.store.tables;
  return sql`cast(${t.testResult} as text) like '%"ok":%false%'`;
}

function tested(ctx: Context, test: z.output<typeof connectionOverviewInput>["test"]): SQL | undefined {
  const { connections: t } = ctx.store.tables;
  if (test === "failed") return testFailed(ctx);
  if (test === "ok") return sql`cast(${t.testResult} as text) like '%"ok":%true%'`;
  return test === "never" ? sql`${t.testedAt} is null` : undefined;
}

/** Connections of all tenants the actor may see, with the apps that use each; newest first, keyset-paged. */
export async function connectionOverview(
  ctx: Context,
  input: ConnectionOverviewInput = {},
): Promise<Page<ListedConnection>> {
  const f = parse(connectionOverviewInput, input);
  const { connections: t, tenants, apps } = ctx.store.tables;
  const visible = visibleTenants(ctx, "connections:read");
  const text = f.q ? `%${f.q.toLowerCase().replace(/[%_]/g, "")}%` : undefined;
  const rows = await ctx.store.read
    .select({ row: t, tenant: tenants.name })
    .from(t)
    .innerJoin(tenants, eq(tenants.id, t.tenantId))
    .where(
      and(
        visible ? inArray(t.tenantId, visible) : undefined,
        f.tenantId ? eq(t.tenantId, f.tenantId) : ofCustomers(ctx, t.tenantId),
        f.kind ? eq(t.kind, f.kind) : undefined,
        tested(ctx, f.test),
        text ? or(like(sql`lower(${t.name})`, text), like(tenants.searchText, text)) : undefined,
        olderThan(t, f.cursor),
      ),
    )
    .orderBy(...newestFirst(t))
    .limit(f.limit + 1);
  const owners = [...new Set(rows.map(({ row }) => row.tenantId))];
  const using = await ctx.store.read
    .select({ tenantId: apps.tenantId, connections: apps.connections })
    .from(apps)
    .where(inArray(apps.tenantId, owners));
  const names = new Map(rows.map(({ row, tenant }) => [row.id, tenant]));
  return pageOf(
    rows.map(({ row }) => row),
    f.limit,
    (row) => {
      const { properties: _properties, ...shown } = toConnection(row);
      const usedBy = using.filter((app) => app.tenantId === row.tenantId && uses(app, row)).length;
      return { ...shown, tenant: names.get(row.id) ?? row.tenantId, usedBy };
    },
  );
}

const uses = (app: { connections: Record<string, string> }, row: Pick<ConnectionRow, "name">) =>
  Object.values(app.connections).includes(row.name);

/** A connection, the apps that read through it and their last reloads. Never its secret. */
export interface ConnectionUse {
  connection: Connection;
  tenant: { id: string; name: string; state: string };
  apps: {
    id: string;
    title: string;
    version: string | null;
    /** Slot of the template that it fills. */
    slot: string;
    reload: NewestReload | null;
  }[];
}

/** @throws `connection.not_found` */
export async function connectionUse(ctx: Context, input: { id: string }): Promise<ConnectionUse> {
  const { id } = parse(connectionIdInput, input);
  const row = await connectionRow(ctx, id);
  const opened = await scopeOf(ctx, "connections:read", "connection", id, row);
  const { apps: a, tenants } = ctx.store.tables;
  const [tenant] = await ctx.store.read
    .select({ id: tenants.id, name: tenants.name, state: tenants.state })
    .from(tenants)
    .where(eq(tenants.id, opened.tenantId));
  const own = await ctx.store.read.select().from(a).where(within(opened, a));
  const using = own.filter((app) => uses(app, row));
  const reloads = await newestReloads(
    ctx,
    using.map((app) => app.id),
  );
  const apps = using.map((app) => {
    const slot = Object.entries(app.connections).find(([, name]) => name === row.name)?.[0] ?? "";
    const version = app.publishedVersion ?? app.stagedVersion;
    return { id: app.id, title: app.title, version, slot, reload: reloads.get(app.id) ?? null };
  });
  return {
    connection: toConnection(row),
    tenant: tenant ?? { id: opened.tenantId, name: opened.tenantId, state: "active" },
    apps,
  };
}
