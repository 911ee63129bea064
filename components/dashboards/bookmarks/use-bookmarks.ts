"use client";

import { useCallback, useEffect, useState } from "react";
import type { Bookmark, BookmarkList } from "@/server/bookmarks";
import { type Failure, failureOf } from "../failure";
import { useRuntime } from "../runtime";
import type { BookmarkSource } from "../source";
import { placeOf } from "./place";

export interface Bookmarks {
  list: BookmarkList | null;
  failure: Failure | null;
  /** Something is on its way to the server. */
  busy: boolean;
  /** The one that was deleted last, until something else is done. */
  deleted: Bookmark | null;
  /** False where it failed: what was typed stays. */
  save(name: string): Promise<boolean>;
  goTo(bookmark: Bookmark): Promise<boolean>;
  rename(bookmark: Bookmark, name: string): Promise<boolean>;
  replace(bookmark: Bookmark): Promise<boolean>;
  share(bookmark: Bookmark, shared: boolean): Promise<boolean>;
  start(bookmark: Bookmark | null): Promise<boolean>;
  remove(bookmark: Bookmark): Promise<boolean>;
  undo(): Promise<boolean>;
  reload(): void;
}

/** The reader's bookmarks, read when they are first looked at and after each change. */
export function useBookmarks(source: BookmarkSource): Bookmarks {
  const { store } = useRuntime();
  const [list, setList] = useState<BookmarkList | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [deleted, setDeleted] = useState<Bookmark | null>(null);

  const read = useCallback(async () => setList(await source.list()), [source]);
  const reload = useCallback(() => {
    setFailure(null);
    read().catch((error: unknown) => setFailure(failureOf(error)));
  }, [read]);
  useEffect(reload, [reload]);

  async function run(work: () => Promise<unknown>, after: Bookmark | null = null): Promise<boolean> {
    setBusy(true);
    setFailure(null);
    try {
      await work();
      setDeleted(after);
      await read();
      return true;
    } catch (error) {
      setFailure(failureOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }

  /** A sheet may name the bookmark. */
  async function change(work: () => Promise<unknown>, after: Bookmark | null = null): Promise<boolean> {
    const done = await run(work, after);
    if (done) store.bookmarksChanged();
    return done;
  }

  return {
    list,
    failure,
    busy,
    deleted,
    reload,
    save: (name) => change(() => source.save(name, placeOf(store))),
    goTo: (bookmark) => run(async () => store.goTo(await source.open(bookmark.id))),
    rename: ({ id }, name) => change(() => source.update(id, { name })),
    replace: ({ id }) => change(() => source.update(id, { place: placeOf(store) })),
    share: ({ id }, shared) => run(() => source.update(id, { shared })),
    start: (bookmark) => run(() => source.start(bookmark?.id ?? null)),
    remove: (bookmark) => change(() => source.remove(bookmark.id), bookmark),
    undo: () => change(async () => deleted && source.restore(deleted.id)),
  };
}
