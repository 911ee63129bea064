"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** Kinds of source there are words for, in the order filters offer them. */
export const KINDS = ["postgres", "mysql", "sqlserver", "sqlite", "files", "s3"] as const;

/** A source's kind in words; an unknown one by its id. */
export function useKind(): (kind: string) => string {
  const t = useTranslations("connections.kind");
  return useCallback(
    (kind) => {
      const key = kind as (typeof KINDS)[number];
      return t.has(key) ? t(key) : kind;
    },
    [t],
  );
}
