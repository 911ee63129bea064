"use client";

import { TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { DashButton } from "../parts/dash-button";

/** What is to be known of a bookmark, above the sheet until it was read. */
export function BookmarkNotice({ children, onRead }: { children: ReactNode; onRead(): void }) {
  const t = useTranslations("dashboards.bookmarks");
  return (
    <div
      role="status"
      className="flex items-start gap-2.5 border-b border-line bg-warning-soft px-6 py-2 text-13 in-data-[width=medium]:px-4 in-data-[width=narrow]:px-4"
    >
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warning-ink" />
      <p className="min-w-0 flex-1">{children}</p>
      <DashButton look="quiet" square small aria-label={t("dismiss")} onClick={onRead}>
        <X aria-hidden="true" />
      </DashButton>
    </div>
  );
}
