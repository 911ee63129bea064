"use client";

import { FileDown, TriangleAlert, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { DashButton } from "../parts/dash-button";
import type { Files } from "./use-files";

/** The file that is being made, with a way to give it up; or why there is none. Stands above the sheet. */
export function FileNotice({ files: { state, cancel } }: { files: Files }) {
  const t = useTranslations("dashboards.files");
  if (!state) return null;
  const { failure, progress, cut } = state;
  const kind = t(`kinds.${state.kind}`);
  const Icon = failure ? TriangleAlert : FileDown;
  const share = progress && progress.of > 0 ? progress.done / progress.of : null;
  return (
    <div
      role="status"
      className="flex min-h-11 items-center gap-2.5 border-b border-line bg-sunken px-6 text-13 in-data-[width=medium]:px-4 in-data-[width=narrow]:px-4"
    >
      <Icon aria-hidden="true" className={failure ? "size-4 text-(--bad)" : "size-4 text-ink-3"} />
      <span className="min-w-0">
        {failure
          ? t("failed", { kind, message: failure.message })
          : cut
            ? t("cut", { kind })
            : t("making", { kind })}
      </span>
      {failure || cut || share === null ? null : (
        <span className="h-1 w-28 overflow-hidden rounded-full bg-press" aria-hidden="true">
          <i className="block h-full bg-(--brand)" style={{ width: `${Math.round(share * 100)}%` }} />
        </span>
      )}
      {failure || cut ? (
        <DashButton look="quiet" square small className="ml-auto" aria-label={t("dismiss")} onClick={cancel}>
          <X aria-hidden="true" />
        </DashButton>
      ) : (
        <DashButton look="quiet" small className="ml-auto" onClick={cancel}>
          {t("cancel")}
        </DashButton>
      )}
    </div>
  );
}
