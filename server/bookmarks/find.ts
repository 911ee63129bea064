import { and, asc, eq, isNull, or } from "drizzle-orm";
import { type Reader, readerOf } from "@/server/apps";
import { scopeOf } from "@/server/auth";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import type { Bookmark, BookmarkList, BookmarkRow } from "./bookmark";

export function toBookmark({ owner, manages }: Reader, row: BookmarkRow): Bookmark {
  const { id, name, shared, updatedAt } = row;
  const mine = row.owner === owner;
  return { id, name, mine, shared, changes: mine || manages, updatedAt };
}

/** The reader's own bookmarks of the app and those shared with them, by name. */
export async function bookmarksOf(reader: Reader): Promise<BookmarkList> {
  const { ctx, row, owner, writes } = reader;
  const { bookmarks: b, bookmarkDefaults: d } = ctx.store.tables;
  const rows = await ctx.store.read
    .select()
    .from(b)
    .where(and(eq(b.appId, row.id), isNull(b.deletedAt), or(eq(b.owner, owner), eq(b.shared, true))))
    .orderBy(asc(b.name), asc(b.id));
  const [start] = await ctx.store.read
    .select({ id: d.bookmarkId })
    .from(d)
    .where(and(eq(d.appId, row.id), eq(d.owner, owner)));
  const there = rows.some(({ id }) => id === start?.id);
  return {
    bookmarks: rows.map((bookmark) => toBookmark(reader, bookmark)),
    start: there && start ? start.id : null,
    shares: writes,
  };
}

/**
 * A bookmark of the reader's app that they may see; somebody else's own looks like one that does not exist.
 * @param deleted also one that was deleted and may be had back
 * @throws `bookmark.not_found`
 */
export async function bookmarkRow(reader: Reader, id: string, deleted = false): Promise<BookmarkRow> {
  const { bookmarks: b } = reader.ctx.store.tables;
  const [row] = await reader.ctx.store.read
    .select()
    .from(b)
    .where(and(eq(b.id, id), eq(b.appId, reader.row.id), eq(b.tenantId, reader.row.tenantId)));
  const visible = row && (row.owner === reader.owner || row.shared);
  if (!visible || (row.deletedAt && !deleted)) throw notFound("bookmark", id);
  return row;
}

/** As `bookmarkRow`, for whoever may change it. @throws `bookmark.not_found`, `bookmarks.forbidden` */
export async function ownBookmark(reader: Reader, id: string): Promise<BookmarkRow> {
  const row = await bookmarkRow(reader, id, true);
  if (row.owner === reader.owner || reader.manages) return row;
  throw new AppError("forbidden", "bookmarks.forbidden", `"${row.name}" is somebody else's bookmark.`, {
    advice: "Save one of your own, or ask an admin of your tenant.",
    params: { name: row.name },
  });
}

/** The actor as a reader of a bookmark's app. @throws `bookmark.not_found`, `auth.forbidden` */
export async function bookmarkReader(ctx: Context, id: string): Promise<Reader> {
  const { bookmarks: b } = ctx.store.tables;
  const [row] = await ctx.store.read
    .select({ tenantId: b.tenantId, appId: b.appId })
    .from(b)
    .where(eq(b.id, id));
  await scopeOf(ctx, "apps:query", "bookmark", id, row);
  if (!row) throw notFound("bookmark", id);
  return readerOf(ctx, row.appId);
}
