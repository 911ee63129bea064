"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { StatusIcon } from "../ui/status-icon";
import type { DraftHandle } from "./use-draft";

/** Whether everything typed is kept. */
export function SaveMark({ draft }: { draft: DraftHandle }) {
  const t = useTranslations("drafts.save");
  const format = useFormat();
  const { state, saved } = draft;
  if (state === "none") return null;
  const failed = state === "failed" || state === "conflict";
  return (
    <span role="status" data-state={state} className="inline-flex max-w-full items-center gap-1.5">
      {state === "saved" ? (
        <Check className="size-3.5 shrink-0" aria-hidden="true" />
      ) : failed ? (
        <StatusIcon tone="failed" />
      ) : null}
      <span className="truncate">
        {state === "saved" && saved ? t("saved", { time: format.time(saved.savedAt).slice(0, 5) }) : null}
        {state === "saving" || state === "typing" ? t("saving") : null}
        {failed ? t("failed") : null}
      </span>
    </span>
  );
}
