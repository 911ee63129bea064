import { z } from "zod";
import {
  bookmarkChanges,
  defaultBookmarkInput,
  listBookmarks,
  openBookmark,
  removeBookmark,
  restoreBookmark,
  saveBookmark,
  saveBookmarkInput,
  setDefaultBookmark,
  updateBookmark,
} from "@/server/bookmarks";
import { route } from "../route";
import { instant } from "../schemas";

const bookmark = z.object({
  id: z.string(),
  name: z.string(),
  mine: z.boolean().describe("Of whoever asks; else somebody shares it"),
  shared: z.boolean().describe("Seen by all people who open the app"),
  changes: z.boolean().describe("Whoever asks may rename, share and delete it"),
  updatedAt: instant,
});

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const selections = z.record(z.string(), z.array(cell));

const opened = z.object({
  id: z.string(),
  name: z.string(),
  sheet: z.string().nullable(),
  selections,
  locked: z.array(z.string()),
  variables: z.record(z.string(), z.union([z.string(), z.number()])),
  sets: z.record(z.string(), selections),
  drill: z.record(z.string(), z.number()),
  missing: z
    .array(
      z.object({
        field: z.string().nullable(),
        gone: z.boolean(),
        count: z.number(),
        values: z.array(cell),
      }),
    )
    .describe("What it selects that is not in the data whoever asks may see"),
});

export const bookmarkRoutes = [
  route({
    method: "GET",
    path: "/apps/{id}/bookmarks",
    noun: "bookmarks",
    summary: "List one's own bookmarks of an app, and those shared in it.",
    permission: "apps:query",
    output: z.object({ bookmarks: z.array(bookmark), start: z.string().nullable(), shares: z.boolean() }),
    handle: (ctx, { params }) => listBookmarks(ctx, { app: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/apps/{id}/bookmarks",
    noun: "bookmarks",
    summary: "Keep selections of an app under a name.",
    permission: "apps:query",
    body: saveBookmarkInput,
    status: 201,
    output: bookmark,
    handle: (ctx, { params, body }) => saveBookmark(ctx, { ...body, app: params.id ?? "" }),
  }),
  route({
    method: "PUT",
    path: "/apps/{id}/bookmarks/default",
    noun: "bookmarks",
    summary: "Say with which bookmark one starts in an app; null: without one.",
    permission: "apps:query",
    body: defaultBookmarkInput,
    handle: (ctx, { params, body }) => setDefaultBookmark(ctx, { ...body, app: params.id ?? "" }),
  }),
  route({
    method: "GET",
    path: "/bookmarks/{id}",
    noun: "bookmarks",
    summary: "What a bookmark selects, as far as the data have it.",
    permission: "apps:query",
    output: opened,
    handle: (ctx, { params }) => openBookmark(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "PATCH",
    path: "/bookmarks/{id}",
    noun: "bookmarks",
    summary: "Rename a bookmark, replace what it keeps, share it or take it back.",
    permission: "apps:query",
    body: bookmarkChanges,
    output: bookmark,
    handle: (ctx, { params, body }) => updateBookmark(ctx, { ...body, id: params.id ?? "" }),
  }),
  route({
    method: "DELETE",
    path: "/bookmarks/{id}",
    noun: "bookmarks",
    summary: "Delete a bookmark. It can be had back for a day.",
    permission: "apps:query",
    handle: (ctx, { params }) => removeBookmark(ctx, { id: params.id ?? "" }),
  }),
  route({
    method: "POST",
    path: "/bookmarks/{id}/restore",
    noun: "bookmarks",
    summary: "Bring a deleted bookmark back.",
    permission: "apps:query",
    output: bookmark,
    handle: (ctx, { params }) => restoreBookmark(ctx, { id: params.id ?? "" }),
  }),
];
