"use client";

import { Check, Ellipsis, Pencil, Save, Share2, Star, Trash2, Users } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import type { Bookmark, BookmarkList } from "@/server/bookmarks";
import { DashButton } from "../parts/dash-button";
import { DashMenu, DashMenuItem } from "../parts/floating";
import { useShown } from "../runtime";
import { NameInput } from "./name-input";
import type { Bookmarks } from "./use-bookmarks";

interface RowProps {
  bookmark: Bookmark;
  list: BookmarkList;
  bookmarks: Bookmarks;
  onGone(): void;
}

/** One bookmark: a click goes there; the rest is in its menu. */
export function BookmarkRow(props: RowProps) {
  const { bookmark, list, bookmarks, onGone } = props;
  const t = useTranslations("dashboards.bookmarks");
  const [renaming, setRenaming] = useState(false);
  const here = useShown((s) => s.bookmark?.id === bookmark.id && s.bookmark.selection === s.selection);
  if (renaming) return <RenameForm {...props} onEnd={() => setRenaming(false)} />;
  const starts = list.start === bookmark.id;
  return (
    <li className="flex items-center">
      <button
        type="button"
        aria-current={here || undefined}
        disabled={bookmarks.busy}
        onClick={() => void bookmarks.goTo(bookmark).then((gone) => gone && onGone())}
        className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-2 px-2 text-left text-13 hover:bg-press in-data-[width=narrow]:min-h-11"
      >
        <Check aria-hidden="true" className={here ? "size-4 shrink-0" : "invisible size-4 shrink-0"} />
        <span className="min-w-0 flex-1 truncate">{bookmark.name}</span>
        {starts ? <Mark icon={Star} text={t("starts")} /> : null}
        {bookmark.shared ? <Mark icon={Users} text={t(bookmark.mine ? "shared" : "byAnother")} /> : null}
      </button>
      <RowMenu {...props} starts={starts} onRename={() => setRenaming(true)} />
    </li>
  );
}

function Mark({ icon: Icon, text }: { icon: typeof Star; text: string }) {
  return (
    <span title={text} className="shrink-0 text-ink-3">
      <Icon aria-hidden="true" className="size-3.5" />
      <span className="sr-only">{text}</span>
    </span>
  );
}

function RowMenu({
  bookmark,
  list,
  bookmarks,
  starts,
  onRename,
}: RowProps & { starts: boolean; onRename(): void }) {
  const t = useTranslations("dashboards.bookmarks");
  const { shared, changes } = bookmark;
  return (
    <DashMenu
      trigger={
        <DashButton look="quiet" square aria-label={t("more", { name: bookmark.name })}>
          <Ellipsis aria-hidden="true" />
        </DashButton>
      }
    >
      <DashMenuItem onClick={() => void bookmarks.start(starts ? null : bookmark)}>
        <Star aria-hidden="true" />
        {t(starts ? "startNoMore" : "start")}
      </DashMenuItem>
      {changes ? (
        <>
          <DashMenuItem onClick={onRename}>
            <Pencil aria-hidden="true" />
            {t("rename")}
          </DashMenuItem>
          <DashMenuItem onClick={() => void bookmarks.replace(bookmark)}>
            <Save aria-hidden="true" />
            {t("replace")}
          </DashMenuItem>
          {shared || list.shares ? (
            <DashMenuItem onClick={() => void bookmarks.share(bookmark, !shared)}>
              <Share2 aria-hidden="true" />
              {t(shared ? "unshare" : "share")}
            </DashMenuItem>
          ) : null}
          <DashMenuItem onClick={() => void bookmarks.remove(bookmark)}>
            <Trash2 aria-hidden="true" />
            {t("delete")}
          </DashMenuItem>
        </>
      ) : null}
    </DashMenu>
  );
}

function RenameForm({ bookmark, bookmarks, onEnd }: RowProps & { onEnd(): void }) {
  const t = useTranslations("dashboards.bookmarks");
  const [name, setName] = useState(bookmark.name);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() && (await bookmarks.rename(bookmark, name))) onEnd();
  }
  return (
    <li>
      <form className="flex gap-1.5 py-0.5" onSubmit={(event) => void submit(event)}>
        <NameInput label={t("rename")} value={name} onChange={setName} onEscape={onEnd} focused />
        <DashButton type="submit" disabled={bookmarks.busy || name.trim() === ""}>
          {t("save")}
        </DashButton>
      </form>
    </li>
  );
}
