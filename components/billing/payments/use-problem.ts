"use client";

import { useTranslations } from "next-intl";

/** What a provider's word for a failure means; the word itself where we have none of our own. */
export function useProblem(): (problem: string) => string {
  const t = useTranslations("payments.problem");
  return (problem) => {
    const key = problem.replaceAll(".", "_");
    return t.has(key as "expired") ? t(key as "expired") : t("other", { problem });
  };
}
