"use client";

import { useTranslations } from "next-intl";
import { ErrorState } from "../patterns/error-state";

/** A page that could not be shown at all; the shell around it stays. */
export function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations("common.error");
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return <ErrorState error={error} digest={digest} title={t("page")} onRetry={retry} className="max-w-3xl" />;
}
