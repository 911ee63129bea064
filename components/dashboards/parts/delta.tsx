import type { ResolvedMeasure } from "../../charts/port";
import { cn } from "../../ui/cn";
import { VERDICT_INK, verdictOf } from "../kinds/verdict";

/** A change with its arrow; the colour says whether it is good, the arrow where it goes. */
export function Delta({
  change,
  better,
  className,
}: {
  change: { text: string; sign: -1 | 0 | 1 };
  better: ResolvedMeasure["better"];
  className?: string;
}) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1 font-strong whitespace-nowrap",
        VERDICT_INK[verdictOf(change.sign, better)] || "text-ink-2",
        className,
      )}
    >
      <Arrow direction={change.sign > 0 ? "up" : change.sign < 0 ? "down" : null} />
      {change.text}
    </span>
  );
}

export function Arrow({ direction }: { direction: "up" | "down" | null }) {
  if (!direction) return null;
  return (
    <svg viewBox="0 0 8 8" aria-hidden="true" className="size-2 shrink-0">
      <path d={direction === "up" ? "M4 .8 7.6 7.2H.4z" : "M4 7.2.4.8h7.2z"} fill="currentColor" />
    </svg>
  );
}
