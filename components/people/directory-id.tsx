"use client";

import { useTranslations } from "next-intl";

/** A person's or group's id in the customer's own directory; nothing where there is none. */
export function DirectoryId({ id }: { id: string | null }) {
  const t = useTranslations("people");
  if (!id) return null;
  return (
    <span className="block text-12 font-regular break-all text-ink-3">
      {t("directoryId")} <span className="font-mono">{id}</span>
    </span>
  );
}
