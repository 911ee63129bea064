"use client";

import { useTranslations } from "next-intl";
import type { ReloadState } from "@/db/schema/states";

const SHOWN = 14;
const STEP = 6;
const HIGH = 18;

/** How one reload is drawn: height in pixels and its class. Failed ones are red and taller, running ones hollow. */
function look(state: ReloadState): { height: number; className: string } {
  if (state === "failed" || state === "limit-exceeded")
    return { height: 14, className: "fill-(--failed-mark) stroke-none" };
  if (state === "succeeded") return { height: 9, className: "fill-(--n-7) stroke-none" };
  if (state === "cancelled") return { height: 3, className: "fill-(--n-7) stroke-none" };
  return { height: 9, className: "fill-none stroke-(--running-mark)" };
}

/**
 * The last 14 reloads as bars, oldest first; a dash where there was none.
 * @param states oldest first
 */
export function ReloadBars({ states }: { states: readonly ReloadState[] }) {
  const t = useTranslations("reloads.bars");
  const last = states.slice(-SHOWN);
  const missing = SHOWN - last.length;
  const failed = last.filter((state) => state === "failed" || state === "limit-exceeded").length;
  return (
    <svg
      role="img"
      aria-label={last.length === 0 ? t("none") : t("label", { count: last.length, failed })}
      width={SHOWN * STEP}
      height={HIGH}
      className="block max-w-full"
    >
      {Array.from({ length: missing }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places without identity
        <rect key={i} x={i * STEP} y={HIGH - 2} width={4} height={1} className="fill-(--n-6)" />
      ))}
      {last.map((state, i) => {
        const { height, className } = look(state);
        const hollow = className.includes("fill-none") ? 0.5 : 0;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: bars by their place
            key={i}
            x={(missing + i) * STEP + hollow}
            y={HIGH - 1 - height + hollow}
            width={4 - 2 * hollow}
            height={height - 2 * hollow}
            rx={0.5}
            className={className}
          />
        );
      })}
    </svg>
  );
}
