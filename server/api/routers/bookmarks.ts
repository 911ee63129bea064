import { z } from "zod";
import {
  bookmarkIdInput,
  defaultBookmarkInput,
  listBookmarks,
  ofAppInput,
  openBookmark,
  removeBookmark,
  restoreBookmark,
  saveBookmark,
  saveBookmarkInput,
  setDefaultBookmark,
  updateBookmark,
  updateBookmarkInput,
} from "@/server/bookmarks";
import { procedure, router } from "../trpc";

const ofApp = <T extends z.ZodRawShape>(input: z.ZodObject<T>) =>
  z.strictObject({ ...input.shape, ...ofAppInput.shape });

export const bookmarks = router({
  list: procedure.input(ofAppInput).query(({ ctx, input }) => listBookmarks(ctx.ctx, input)),
  open: procedure.input(bookmarkIdInput).query(({ ctx, input }) => openBookmark(ctx.ctx, input)),
  save: procedure.input(ofApp(saveBookmarkInput)).mutation(({ ctx, input }) => saveBookmark(ctx.ctx, input)),
  update: procedure.input(updateBookmarkInput).mutation(({ ctx, input }) => updateBookmark(ctx.ctx, input)),
  setDefault: procedure
    .input(ofApp(defaultBookmarkInput))
    .mutation(({ ctx, input }) => setDefaultBookmark(ctx.ctx, input)),
  remove: procedure.input(bookmarkIdInput).mutation(({ ctx, input }) => removeBookmark(ctx.ctx, input)),
  restore: procedure.input(bookmarkIdInput).mutation(({ ctx, input }) => restoreBookmark(ctx.ctx, input)),
});
