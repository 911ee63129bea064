"use client";

import { useTranslations } from "use-intl";
import { useRuntime, useShown } from "../runtime";
import { BookmarkNotice } from "./notice";

/** A bookmark that a button was to go to, and why it could not. */
export function RefusedNotice() {
  const t = useTranslations("dashboards.bookmarks");
  const { store } = useRuntime();
  const refused = useShown((s) => s.refused);
  if (refused?.part === undefined) return null;
  const { code, part: name, message } = refused;
  const words: Record<string, string> = {
    "dashboards.bookmark_missing": t("named.gone", { name }),
    "dashboards.no_bookmarks": t("named.none", { name }),
  };
  return (
    <BookmarkNotice onRead={() => store.refuse(null)}>
      {words[code] ?? t("failed", { message })}
    </BookmarkNotice>
  );
}
