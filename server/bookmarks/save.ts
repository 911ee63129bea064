import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Database } from "@/db/store";
import { type Reader, readerOf } from "@/server/apps";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { AppError } from "@/server/shared/errors";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import type { Bookmark } from "./bookmark";
import { toBookmark } from "./find";
import { ofAppInput, type SaveBookmarkInput, saveBookmarkInput } from "./schemas";

/** Of one person in one app. */
export const MOST_BOOKMARKS = 200;

/** Names of one person's bookmarks differ by more than case. @throws `bookmarks.name_taken` */
export async function refuseTakenName(
  db: Database,
  { ctx, row }: Reader,
  bookmark: { id?: string; owner: string; name: string },
): Promise<void> {
  const { bookmarks: b } = ctx.store.tables;
  const [taken] = await db
    .select({ id: b.id })
    .from(b)
    .where(
      and(
        eq(b.appId, row.id),
        eq(b.owner, bookmark.owner),
        isNull(b.deletedAt),
        eq(sql`lower(${b.name})`, bookmark.name.toLowerCase()),
        bookmark.id ? ne(b.id, bookmark.id) : undefined,
      ),
    );
  if (!taken) return;
  throw new AppError("conflict", "bookmarks.name_taken", `There is a bookmark "${bookmark.name}" already.`, {
    advice: "Choose another name, or replace what that one keeps.",
    params: { name: bookmark.name },
  });
}

/**
 * Keeps where the reader stands, under a name.
 * @throws `bookmarks.name_taken`, `bookmarks.too_many`
 */
export async function keepBookmark(reader: Reader, input: SaveBookmarkInput): Promise<Bookmark> {
  const { name, place } = parse(saveBookmarkInput, input);
  const { ctx, row, owner } = reader;
  const { bookmarks: b } = ctx.store.tables;
  const now = ctx.clock.now();
  const made = await ctx.store.tx(async (db) => {
    await refuseTakenName(db, reader, { owner, name });
    const mine = await db
      .select({ id: b.id })
      .from(b)
      .where(and(eq(b.appId, row.id), eq(b.owner, owner), isNull(b.deletedAt)));
    if (mine.length >= MOST_BOOKMARKS) throw tooMany();
    const kept = {
      id: newId("bookmark", now.getTime()),
      tenantId: row.tenantId,
      appId: row.id,
      owner,
      name,
      place,
      shared: false,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    };
    await db.insert(b).values(kept);
    const payload = { app: row.title, name, owner };
    await append(db, ctx, {
      tenantId: row.tenantId,
      action: "bookmark.create",
      target: kept.id,
      payload,
    });
    return kept;
  });
  return toBookmark(reader, made);
}

const tooMany = () =>
  new AppError("limit", "bookmarks.too_many", `You have ${MOST_BOOKMARKS} bookmarks in this app.`, {
    advice: "Delete some that you no longer use.",
    params: { most: MOST_BOOKMARKS },
  });

/** As `keepBookmark`, by app. @throws `app.not_found` and as `keepBookmark` */
export async function saveBookmark(
  ctx: Context,
  input: SaveBookmarkInput & { app: string },
): Promise<Bookmark> {
  const { app, ...rest } = input;
  return keepBookmark(await readerOf(ctx, parse(ofAppInput, { app }).app), rest);
}
