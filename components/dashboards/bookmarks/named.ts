import type { Bookmark, BookmarkList } from "@/server/bookmarks";
import { failureOf } from "../failure";
import type { BookmarkSource } from "../source";
import { noBookmarks, noSuchBookmark } from "../state/refusals";
import type { DashboardStore } from "../state/store";

/** A bookmark by its id or, as a template can't know ids, by its name; the reader's own before a shared one. */
export function bookmarkNamed(name: string, { bookmarks }: BookmarkList): Bookmark | undefined {
  const named = bookmarks.filter((b) => b.name === name);
  return bookmarks.find((b) => b.id === name) ?? named.find((b) => b.mine) ?? named[0];
}

const NOT_FOUND = "bookmark.not_found";

/** Goes to a bookmark that a sheet names. Where it can't, the snapshot's `refused` says why, and nothing changes. */
export async function goToNamed(
  name: string,
  store: DashboardStore,
  source: BookmarkSource | undefined,
): Promise<void> {
  if (!source || source.refused) {
    store.refuse(noBookmarks(name, source?.refused));
    return;
  }
  try {
    const bookmark = bookmarkNamed(name, await source.list());
    if (bookmark) store.goTo(await source.open(bookmark.id));
    else store.refuse(noSuchBookmark(name));
  } catch (error) {
    const failure = failureOf(error);
    store.refuse(failure.code === NOT_FOUND ? noSuchBookmark(name) : { ...failure, part: name });
  }
}
