"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { BookmarkSource, DashboardSource, ReadyFile } from "../dashboards/source";
import { useMe } from "../providers/me";
import { useTRPCClient } from "../providers/trpc";

type Client = ReturnType<typeof useTRPCClient>;

const bookmarksOf = ({ bookmarks }: Client, app: string, refused?: string): BookmarkSource => ({
  refused,
  list: () => bookmarks.list.query({ app }),
  open: (id) => bookmarks.open.query({ id }),
  save: (name, place) => bookmarks.save.mutate({ app, name, place }),
  update: (id, changes) => bookmarks.update.mutate({ id, ...changes }),
  start: (bookmark) => bookmarks.setDefault.mutate({ app, bookmark }),
  remove: (id) => bookmarks.remove.mutate({ id }),
  restore: (id) => bookmarks.restore.mutate({ id }),
});

const fileOf: (app: string, ...wish: Parameters<NonNullable<DashboardSource["file"]>>) => Promise<ReadyFile> =
  async (app, wish, signal, onProgress) => {
    const [response, { failureFrom }, { fileFrom }] = await Promise.all([
      fetch(`/api/apps/${encodeURIComponent(app)}/export`, {
        method: "POST",
        body: JSON.stringify(wish),
        signal,
      }),
      import("../embed/session"),
      import("../embed/file-lines"),
    ]);
    if (!response.ok || !response.body) throw await failureFrom(response);
    return fileFrom(response.body, onProgress);
  };

/** A dashboard's document, figures, files and bookmarks for the signed-in person. */
export function usePortalSource(app: string): DashboardSource {
  const client = useTRPCClient();
  const me = useMe();
  const t = useTranslations("viewing");
  const refused = me.viewer ? t("noBookmarks") : undefined;
  return useMemo<DashboardSource>(
    () => ({
      document: (signal) => client.apps.dashboard.query({ id: app }, { signal }),
      ask: (batch, signal) => client.apps.ask.query({ id: app, ...batch } as never, { signal }),
      file: (wish, signal, onProgress) => fileOf(app, wish, signal, onProgress),
      bookmarks: bookmarksOf(client, app, refused),
    }),
    [client, app, refused],
  );
}
