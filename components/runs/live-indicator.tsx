"use client";

import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { cn } from "../ui/cn";
import type { LiveStatus } from "./live/ports";

/** Whether the page is up to date by itself; says since when it is not. */
export function LiveIndicator({ status, lastHeard }: { status: LiveStatus; lastHeard: Date | null }) {
  const t = useTranslations("shell");
  const format = useFormat();
  if (status === "paused") return null;
  const text =
    status === "live"
      ? t("live")
      : status === "reconnecting" && lastHeard
        ? t("reconnecting", { time: format.time(lastHeard) })
        : t("connecting");
  return (
    <span
      role="status"
      data-live={status}
      className="inline-flex items-center gap-1.5 rounded-full border border-line-strong px-2 text-12 leading-5 text-ink-2"
    >
      <span
        aria-hidden="true"
        className={cn("size-1.5 rounded-[1px]", status === "live" ? "bg-succeeded-mark" : "bg-warning-mark")}
      />
      {text}
    </span>
  );
}
