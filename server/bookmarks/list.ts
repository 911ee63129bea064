import type { z } from "zod";
import { readerOf } from "@/server/apps";
import type { Context } from "@/server/shared/context";
import { parse } from "@/server/shared/parse";
import type { BookmarkList } from "./bookmark";
import { bookmarksOf } from "./find";
import { ofAppInput } from "./schemas";

/** Own and shared bookmarks of an app. @throws `app.not_found` */
export async function listBookmarks(ctx: Context, input: z.input<typeof ofAppInput>): Promise<BookmarkList> {
  const { app } = parse(ofAppInput, input);
  return bookmarksOf(await readerOf(ctx, app));
}
