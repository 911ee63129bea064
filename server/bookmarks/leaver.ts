import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Database } from "@/db/store";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";

/** Somebody's part of a tenant: `owner` as bookmarks name it. */
interface Kept {
  tenantId: string;
  owner: string;
}

/** How many bookmarks a person keeps in a tenant: those that others see, and those nobody else does. @internal */
export async function bookmarksKept(
  { store }: Pick<Context, "store">,
  { tenantId, owner }: Kept,
): Promise<{ shared: number; own: number }> {
  const { bookmarks: b } = store.tables;
  const rows = await store.read
    .select({ shared: b.shared })
    .from(b)
    .where(and(eq(b.tenantId, tenantId), eq(b.owner, owner), isNull(b.deletedAt)));
  const shared = rows.filter((row) => row.shared).length;
  return { shared, own: rows.length - shared };
}

/** A name that none of these is, also by case. */
function freeName(name: string, from: string, taken: ReadonlySet<string>): string {
  const isFree = (one: string) => !taken.has(one.toLowerCase());
  if (isFree(name)) return name;
  let next = `${name} (${from})`;
  for (let n = 2; !isFree(next); n++) next = `${name} (${from} ${n})`;
  return next;
}

/**
 * Gives the bookmarks that others see to somebody else; whoever starts with one of them still does. One whose name the
 * taker has already is named after who kept it. Whoever calls has checked both people.
 * @internal
 * @returns how many
 */
export async function handOverBookmarks(
  ctx: Context,
  db: Database,
  { tenantId, owner, name, next, member }: Kept & { name: string; next: string; member: string },
): Promise<number> {
  const { bookmarks: b } = ctx.store.tables;
  const there = and(eq(b.tenantId, tenantId), isNull(b.deletedAt));
  const rows = await db
    .select()
    .from(b)
    .where(and(there, eq(b.owner, owner), eq(b.shared, true)));
  if (rows.length === 0) return 0;
  const apps = [...new Set(rows.map(({ appId }) => appId))];
  const theirs = await db
    .select({ appId: b.appId, name: b.name })
    .from(b)
    .where(and(there, eq(b.owner, next), inArray(b.appId, apps)));
  const taken = new Map(
    apps.map((app) => [
      app,
      new Set(theirs.filter(({ appId }) => appId === app).map((one) => one.name.toLowerCase())),
    ]),
  );
  for (const row of rows) {
    const names = taken.get(row.appId) ?? new Set();
    const kept = freeName(row.name, name, names);
    names.add(kept.toLowerCase());
    await db.update(b).set({ owner: next, name: kept }).where(eq(b.id, row.id));
  }
  const payload = { from: owner, name, to: next, bookmarks: rows.map(({ id }) => id) };
  await append(db, ctx, { tenantId, action: "bookmark.hand-over", target: member, payload });
  return rows.length;
}

/**
 * Ends what a person kept for themselves; what they share stays. Told in the audit entry of who leaves.
 * @internal
 * @returns how many bookmarks
 * @unaudited the caller's entry names the number
 */
export async function endBookmarks(ctx: Context, db: Database, { tenantId, owner }: Kept): Promise<number> {
  const { bookmarks: b, bookmarkDefaults: d } = ctx.store.tables;
  const mine = and(eq(b.tenantId, tenantId), eq(b.owner, owner));
  await db.delete(d).where(and(eq(d.tenantId, tenantId), eq(d.owner, owner)));
  const gone = await db
    .delete(b)
    .where(and(mine, eq(b.shared, false)))
    .returning({ deletedAt: b.deletedAt });
  return gone.filter(({ deletedAt }) => deletedAt === null).length;
}
