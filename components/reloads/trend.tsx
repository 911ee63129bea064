"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReloadState } from "@/db/schema/states";
import { useFormat } from "../format/use-format";
import { RELOAD_TONES } from "../patterns/tones";
import { cn } from "../ui/cn";

export interface TrendReload {
  id: string;
  state: ReloadState;
  at: Date;
  /** null while it runs, or where it never began. */
  ms: number | null;
}

const LOWEST = 6;
/** Bars on a narrow screen. */
const NARROW = 8;

/** Height in percent: zero-based, so that twice as long is twice as high. */
function heightOf(reload: TrendReload, longest: number): number {
  return Math.max(LOWEST, longest > 0 ? ((reload.ms ?? 0) / longest) * 100 : LOWEST);
}

/** Durations of an app's last reloads, oldest left; each bar leads to its reload. */
export function Trend({ reloads, current }: { reloads: TrendReload[]; current: string }) {
  const t = useTranslations("reloads");
  const format = useFormat();
  const longest = Math.max(0, ...reloads.map((reload) => reload.ms ?? 0));
  return (
    <div className="px-4 pt-3 pb-3.5">
      <ol className="flex h-28 items-end gap-1.5 border-b border-line-strong">
        {reloads.map((reload, i) => {
          const failed = RELOAD_TONES[reload.state] === "failed";
          const running = RELOAD_TONES[reload.state] === "running" || reload.state === "queued";
          const label = t("page.bar", {
            state: t(`state.${reload.state}`),
            at: format.full(reload.at),
            duration: reload.ms === null ? t("page.noDuration") : format.duration(reload.ms),
          });
          return (
            <li
              key={reload.id}
              className={cn(
                "flex h-full min-w-6 max-w-12 flex-1 items-end",
                // A finger needs 24 px: narrow screens show the newest that have them.
                i < reloads.length - NARROW && "max-md:hidden",
              )}
            >
              <Link
                href={`/reloads/${reload.id}`}
                prefetch={false}
                title={label}
                aria-current={reload.id === current ? "page" : undefined}
                className="group flex h-full w-full min-w-4 flex-col items-center justify-end gap-0.5"
              >
                <span className="sr-only">{label}</span>
                {reload.ms !== null && (reload.id === current || reload.ms === longest) ? (
                  <span aria-hidden="true" className="text-11 whitespace-nowrap text-ink-2">
                    {format.duration(reload.ms)}
                  </span>
                ) : null}
                {failed ? (
                  <span aria-hidden="true" className="text-12 leading-3 font-strong text-failed-ink">
                    ×
                  </span>
                ) : null}
                <span
                  aria-hidden="true"
                  style={{ height: `${heightOf(reload, longest) * 0.72}%` }}
                  className={cn(
                    "block w-full rounded-t-[2px] forced-colors:bg-[CanvasText]",
                    failed
                      ? "bg-failed-mark"
                      : running
                        ? "border border-b-0 border-running-mark"
                        : reload.id === current
                          ? "bg-n-8"
                          : "bg-n-6 group-hover:bg-n-7",
                  )}
                />
              </Link>
            </li>
          );
        })}
      </ol>
      <p className="mt-2 text-12 text-ink-3">
        {reloads.length > 1 ? t("page.trendFoot") : t("page.trendOne")}
      </p>
    </div>
  );
}
