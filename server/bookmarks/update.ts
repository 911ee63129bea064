import { and, eq, isNull } from "drizzle-orm";
import type { Reader } from "@/server/apps";
import { append } from "@/server/audit";
import type { Context } from "@/server/shared/context";
import { AppError, notFound } from "@/server/shared/errors";
import { parse } from "@/server/shared/parse";
import type { Bookmark } from "./bookmark";
import { bookmarkReader, ownBookmark, toBookmark } from "./find";
import { refuseTakenName } from "./save";
import { type UpdateBookmarkInput, updateBookmarkInput } from "./schemas";

/**
 * Renames a bookmark, replaces what it keeps, or shares it with all people who open the app, or no longer.
 * @throws `bookmark.not_found`, `bookmarks.forbidden`, `bookmarks.share_forbidden`, `bookmarks.name_taken`
 */
export async function changeBookmark(reader: Reader, input: UpdateBookmarkInput): Promise<Bookmark> {
  const { id, ...wanted } = parse(updateBookmarkInput, input);
  const { ctx } = reader;
  await ownBookmark(reader, id);
  const { bookmarks: b } = ctx.store.tables;
  const updatedAt = ctx.clock.now();
  const row = await ctx.store.tx(async (db) => {
    const [before] = await db
      .select()
      .from(b)
      .where(and(eq(b.id, id), isNull(b.deletedAt)));
    if (!before) throw notFound("bookmark", id);
    // Taking back is never refused to its owner, even where they may no longer share.
    if (wanted.shared === true && !before.shared && !reader.writes) throw mayNotShare();
    const { name = before.name, place = before.place, shared = before.shared } = wanted;
    if (name !== before.name) await refuseTakenName(db, reader, { id, owner: before.owner, name });
    await db.update(b).set({ name, place, shared, updatedAt }).where(eq(b.id, id));
    const { tenantId, title } = reader.row;
    const payload = {
      app: title,
      owner: before.owner,
      before: { name: before.name, shared: before.shared },
      after: { name, shared },
      replaced: wanted.place !== undefined,
    };
    await append(db, ctx, { tenantId, action: "bookmark.update", target: id, payload });
    return { ...before, name, place, shared, updatedAt };
  });
  return toBookmark(reader, row);
}

const mayNotShare = () =>
  new AppError("forbidden", "bookmarks.share_forbidden", "Authors and admins share bookmarks.", {
    advice: "Ask one of them to share theirs, or ask an admin of your tenant to make you an author.",
  });

/** As `changeBookmark`, by id alone. */
export async function updateBookmark(ctx: Context, input: UpdateBookmarkInput): Promise<Bookmark> {
  return changeBookmark(await bookmarkReader(ctx, parse(updateBookmarkInput, input).id), input);
}
