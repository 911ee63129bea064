"use client";

import { TriangleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import type { Failure } from "../failure";
import { DashButton } from "../parts/dash-button";
import type { BookmarkSource } from "../source";
import { BookmarkRow } from "./bookmark-row";
import { NameInput } from "./name-input";
import { type Bookmarks, useBookmarks } from "./use-bookmarks";

/** The reader's bookmarks: keep where they stand, go to one, look after them. */
export function BookmarksPanel({ source, onGone }: { source: BookmarkSource; onGone(): void }) {
  const t = useTranslations("dashboards.bookmarks");
  const bookmarks = useBookmarks(source);
  const { list, failure, deleted, busy } = bookmarks;
  return (
    <div className="flex min-h-0 flex-col gap-2 p-1.5">
      <SaveForm bookmarks={bookmarks} />
      {failure ? <FailureText failure={failure} onRetry={list ? undefined : bookmarks.reload} /> : null}
      {list === null && !failure ? <i aria-hidden="true" className="block h-16 rounded-2 bg-press" /> : null}
      {list?.bookmarks.length === 0 ? <p className="px-2 py-3 text-13 text-ink-2">{t("none")}</p> : null}
      {list && list.bookmarks.length > 0 ? (
        <ul aria-label={t("title")} className="min-h-0">
          {list.bookmarks.map((bookmark) => (
            <BookmarkRow
              key={bookmark.id}
              bookmark={bookmark}
              list={list}
              bookmarks={bookmarks}
              onGone={onGone}
            />
          ))}
        </ul>
      ) : null}
      <div role="status">
        {deleted ? (
          <p className="flex items-center gap-2 rounded-2 bg-sunken px-2 py-1 text-13">
            <span className="min-w-0 flex-1 truncate">{t("deleted", { name: deleted.name })}</span>
            <DashButton small look="quiet" disabled={busy} onClick={() => void bookmarks.undo()}>
              {t("undo")}
            </DashButton>
          </p>
        ) : null}
      </div>
    </div>
  );
}

function SaveForm({ bookmarks }: { bookmarks: Bookmarks }) {
  const t = useTranslations("dashboards.bookmarks");
  const [name, setName] = useState("");
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() && (await bookmarks.save(name))) setName("");
  }
  return (
    <form className="flex gap-1.5" onSubmit={(event) => void submit(event)}>
      <NameInput
        label={t("newName")}
        placeholder={t("placeholder")}
        value={name}
        onChange={setName}
        focused
      />
      <DashButton type="submit" look="primary" disabled={bookmarks.busy || name.trim() === ""}>
        {t("save")}
      </DashButton>
    </form>
  );
}

function FailureText({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const t = useTranslations("dashboards");
  const words: Record<string, string> = {
    "bookmarks.name_taken": t("bookmarks.nameTaken"),
    "bookmarks.too_many": t("bookmarks.tooMany"),
    "bookmark.not_found": t("bookmarks.notFound"),
  };
  return (
    <p role="alert" className="flex items-start gap-2 rounded-2 bg-warning-soft px-2 py-1.5 text-13">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning-ink" />
      <span className="min-w-0 flex-1">
        {words[failure.code] ?? t("bookmarks.failed", { message: failure.message })}
      </span>
      {onRetry ? (
        <DashButton small onClick={onRetry}>
          {t("failure.retry")}
        </DashButton>
      ) : null}
    </p>
  );
}
