"use client";

import { useTranslations } from "use-intl";
import type { MissingValues } from "@/server/bookmarks";
import { fieldLabel } from "../object-context";
import { useRuntime, useShown } from "../runtime";
import { BookmarkNotice } from "./notice";

const MOST_NAMED = 3;

/** What of the bookmark one went to is no longer in the data. Stands above the sheet until it is read. */
export function MissingNotice() {
  const t = useTranslations("dashboards.bookmarks");
  const { store } = useRuntime();
  const bookmark = useShown((s) => s.bookmark);
  const live = useShown((s) => s.live);
  if (!bookmark || !live || (bookmark.missing.length === 0 && !bookmark.sheetGone)) return null;

  function sentence({ field, gone, count, values }: MissingValues): string {
    if (field === null || !live) return t("missing.hiddenField");
    const label = fieldLabel(field, live);
    if (gone) return t("missing.field", { field: label });
    if (values.length === 0) return t("missing.count", { field: label, count });
    const named = values.slice(0, MOST_NAMED).map((value) => live.formats.field(value, field));
    return t("missing.values", { field: label, values: named.join(", "), more: count - named.length });
  }

  const { missing, sheetGone, name } = bookmark;
  const said = [...(sheetGone ? [t("missing.sheet")] : []), ...missing.map(sentence)];
  return (
    <BookmarkNotice onRead={() => store.readMissing()}>
      {t("missing.title", { name })} {[...new Set(said)].join(" ")}
    </BookmarkNotice>
  );
}
