import { and, eq, isNull, or } from "drizzle-orm";
import { type Reader, readerOf } from "@/server/apps";
import type { Context } from "@/server/shared/context";
import { newId } from "@/server/shared/ids";
import { parse } from "@/server/shared/parse";
import type { OpenedBookmark } from "./bookmark";
import { bookmarkRow } from "./find";
import { openRow } from "./open";
import { type DefaultBookmarkInput, defaultBookmarkInput, ofAppInput } from "./schemas";

/**
 * Says with which bookmark the reader starts in the app.
 * @unaudited it changes what one person sees first, and nothing else
 * @throws `bookmark.not_found`
 */
export async function startWithBookmark(reader: Reader, input: DefaultBookmarkInput): Promise<void> {
  const { bookmark } = parse(defaultBookmarkInput, input);
  if (bookmark) await bookmarkRow(reader, bookmark);
  const { ctx, row, owner } = reader;
  const { bookmarkDefaults: d } = ctx.store.tables;
  await ctx.store.tx(async (db) => {
    await db.delete(d).where(and(eq(d.appId, row.id), eq(d.owner, owner)));
    if (!bookmark) return;
    const id = newId("bookmark", ctx.clock.now().getTime());
    await db.insert(d).values({ id, tenantId: row.tenantId, appId: row.id, owner, bookmarkId: bookmark });
  });
}

/** As `startWithBookmark`, by app. @throws `app.not_found`, `bookmark.not_found` */
export async function setDefaultBookmark(
  ctx: Context,
  input: DefaultBookmarkInput & { app: string },
): Promise<void> {
  const { app, ...rest } = input;
  await startWithBookmark(await readerOf(ctx, parse(ofAppInput, { app }).app), rest);
}

/** The bookmark a reader starts with, opened; null where there is none, or it can't be read now. */
export async function startingBookmark(reader: Reader): Promise<OpenedBookmark | null> {
  const { ctx, row, owner } = reader;
  const { bookmarks: b, bookmarkDefaults: d } = ctx.store.tables;
  const [start] = await ctx.store.read
    .select({ bookmark: b })
    .from(d)
    .innerJoin(b, eq(b.id, d.bookmarkId))
    .where(
      and(
        eq(d.appId, row.id),
        eq(d.owner, owner),
        isNull(b.deletedAt),
        or(eq(b.owner, owner), eq(b.shared, true)),
      ),
    );
  if (!start) return null;
  try {
    return await openRow(reader, start.bookmark);
  } catch (error) {
    // An app opens without its bookmark rather than not at all.
    ctx.log.warn({ err: error, bookmark: start.bookmark.id }, "the starting bookmark was not read");
    return null;
  }
}
