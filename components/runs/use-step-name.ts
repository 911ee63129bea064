"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

/** A step's name in words; an unknown key is shown spelt out (`putFoo` → `Put foo`). */
export function useStepName(): (key: string) => string {
  const t = useTranslations("runs.step");
  return useCallback(
    (key: string) => {
      const known = key as Parameters<typeof t>[0];
      if (t.has(known)) return t(known);
      const words = key
        .replace(/[-_:.]/g, " ")
        .replace(/([a-z])([A-Z])/g, "$1 $2")
        .toLowerCase();
      return words.charAt(0).toUpperCase() + words.slice(1);
    },
    [t],
  );
}
