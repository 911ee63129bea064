import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Schema } from "@/db/schema";
import { mayEverywhere } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { ID_PREFIXES } from "@/server/shared/ids";

/** Where the names of one kind of thing stand. */
interface Place {
  table: SQLiteTable;
  id: SQLiteColumn;
  /** Column with whose it is; null for what belongs to no tenant: its name is for operators. */
  tenantId: SQLiteColumn | null;
  name: SQLiteColumn | SQL;
}

/** Ids asked for at once: databases take so many parameters and no more. */
const SOME = 1_000;

function placesOf(t: Schema): Record<string, Place> {
  const own = <T extends SQLiteTable & { id: SQLiteColumn; tenantId: SQLiteColumn }>(
    table: T,
    name: SQLiteColumn | SQL,
  ): Place => ({ table, id: table.id, tenantId: table.tenantId, name });
  const drafts = { table: t.templateDrafts, id: t.templateDrafts.id };
  const p = ID_PREFIXES;
  return {
    [p.tenant]: { table: t.tenants, id: t.tenants.id, tenantId: t.tenants.id, name: t.tenants.name },
    [p.user]: { table: t.users, id: t.users.id, tenantId: null, name: t.users.name },
    [p.member]: own(t.members, t.members.name),
    [p.group]: own(t.groups, t.groups.name),
    [p.app]: own(t.apps, t.apps.title),
    [p.connection]: own(t.connections, t.connections.name),
    [p.file]: own(t.files, t.files.name),
    [p.run]: own(t.runs, t.runs.title),
    [p.apiKey]: own(t.apiKeys, t.apiKeys.name),
    [p.embedKey]: own(t.embedKeys, t.embedKeys.name),
    [p.embedOrigin]: own(t.embedOrigins, t.embedOrigins.origin),
    [p.bookmark]: own(t.bookmarks, t.bookmarks.name),
    [p.sheet]: own(t.ownSheets, sql`${t.ownSheets.sheet} ->> 'title'`),
    [p.delivery]: own(t.deliveries, t.deliveries.sheetTitle),
    [p.templateDraft]: { ...drafts, tenantId: null, name: drafts.table.templateId },
    [p.coupon]: { table: t.coupons, id: t.coupons.id, tenantId: null, name: t.coupons.code },
  };
}

const kindOf = (id: string) => id.slice(0, Math.max(0, id.indexOf("_")));

/**
 * What the things are called that the ids are of, with one question per kind; ids of other kinds, and of what is gone,
 * have no name.
 * @param tenantId whose audit is read; null for that of all. Who may not read everything learns only names of it.
 */
export async function namesOf(
  ctx: Context,
  ids: readonly string[],
  tenantId: string | null,
): Promise<Map<string, string>> {
  const all = mayEverywhere(ctx.actor, "audit:read");
  const names = new Map<string, string>();
  for (const [kind, place] of Object.entries(placesOf(ctx.store.tables))) {
    const asked = [...new Set(ids.filter((id) => kindOf(id) === kind))];
    if (asked.length === 0 || (!all && !(place.tenantId && tenantId))) continue;
    const within = all || !place.tenantId ? undefined : eq(place.tenantId, tenantId ?? "");
    for (let at = 0; at < asked.length; at += SOME)
      for (const { id, name } of await called(ctx, place, asked.slice(at, at + SOME), within))
        names.set(id, name);
  }
  return names;
}

function called(ctx: Context, { table, id, name }: Place, asked: string[], within: SQL | undefined) {
  return ctx.store.read
    .select({ id: sql<string>`${id}`, name: sql<string>`${name}` })
    .from(table)
    .where(and(inArray(id, asked), within));
}
