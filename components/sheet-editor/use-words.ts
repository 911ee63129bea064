"use client";

import { useCallback, useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { LocalText } from "../charts/port";
import { textIn } from "../dashboards/texts";
import type { Words } from "./state/actions";

/** A text per language as this reader reads it. */
export function useText(): (text: LocalText | undefined) => string {
  const locale = useLocale();
  return useCallback((text) => textIn(text, locale, "en"), [locale]);
}

/** An object by its title, else by its kind. */
export function useObjectName(): (object: SheetObject) => string {
  const t = useTranslations("sheetEditor");
  const text = useText();
  return useCallback((object) => text(object.title) || t(`kinds.${object.kind}`), [t, text]);
}

/** What the editor's actions say. */
export function useWords(): Words {
  const t = useTranslations("sheetEditor");
  const nameOf = useObjectName();
  return useMemo(
    () => ({
      nameOf,
      say: (key, values) => t((key.includes(".") ? key : `say.${key}`) as Parameters<typeof t>[0], values),
    }),
    [t, nameOf],
  );
}
