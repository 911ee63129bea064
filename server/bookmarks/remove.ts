import { and, eq, lt } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/db/store";
import type { Reader } from "@/server/apps";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { Bookmark } from "./bookmark";
import { bookmarkReader, ownBookmark, toBookmark } from "./find";
import { bookmarkIdInput } from "./schemas";

type ById = z.input<typeof bookmarkIdInput>;

/** How long a deleted bookmark may be had back. */
const KEPT_MS = 86_400_000;

/** What was deleted longer ago than it can be had back goes for good, app by app. */
async function sweep(db: Database, { ctx, row }: Reader): Promise<void> {
  const { bookmarks: b } = ctx.store.tables;
  const long = new Date(ctx.clock.now().getTime() - KEPT_MS);
  await db.delete(b).where(and(eq(b.appId, row.id), lt(b.deletedAt, long)));
}

async function mark(reader: Reader, id: string, deletedAt: Date | null): Promise<Bookmark> {
  const { ctx } = reader;
  const before = await ownBookmark(reader, id);
  const { bookmarks: b } = ctx.store.tables;
  if (Boolean(deletedAt) === Boolean(before.deletedAt)) return toBookmark(reader, before);
  await ctx.store.tx(async (db) => {
    await sweep(db, reader);
    const found = await db.update(b).set({ deletedAt }).where(eq(b.id, id)).returning({ id: b.id });
    if (found.length === 0) throw notFound("bookmark", id);
    const { tenantId, title } = reader.row;
    const { name, owner, shared } = before;
    await append(db, ctx, {
      tenantId,
      action: deletedAt ? "bookmark.delete" : "bookmark.restore",
      target: id,
      payload: { app: title, name, owner, shared },
    });
  });
  return toBookmark(reader, before);
}

/** Deletes a bookmark; for a day it can be had back. @throws `bookmark.not_found`, `bookmarks.forbidden` */
export async function dropBookmark(reader: Reader, input: ById): Promise<void> {
  await mark(reader, parse(bookmarkIdInput, input).id, reader.ctx.clock.now());
}

/** Brings a deleted bookmark back as it was. @throws `bookmark.not_found`, `bookmarks.forbidden` */
export async function bringBookmarkBack(reader: Reader, input: ById): Promise<Bookmark> {
  return mark(reader, parse(bookmarkIdInput, input).id, null);
}

/** As `dropBookmark`, by id alone. */
export async function removeBookmark(ctx: Context, input: ById): Promise<void> {
  await dropBookmark(await bookmarkReader(ctx, parse(bookmarkIdInput, input).id), input);
}

/** As `bringBookmarkBack`, by id alone. */
export async function restoreBookmark(ctx: Context, input: ById): Promise<Bookmark> {
  return bringBookmarkBack(await bookmarkReader(ctx, parse(bookmarkIdInput, input).id), input);
}
