import { cn } from "../ui/cn";

export interface Segment {
  key: string;
  state: "done" | "running" | "failed" | "waiting" | "gone";
  /** 0 to 1, for a running one whose share is known. */
  share?: number;
}

const FILLS = { done: "bg-n-8", running: "", failed: "bg-failed-mark", waiting: "", gone: "" } as const;

/** One segment per step: the whole run in one line. */
export function SegmentBar({
  segments,
  label,
  className,
}: {
  segments: Segment[];
  label: string;
  className?: string;
}) {
  return (
    <div role="img" aria-label={label} className={cn("flex gap-[3px] max-md:gap-0.5", className)}>
      {segments.map((segment) => (
        <i
          key={segment.key}
          className={cn(
            "relative h-1.5 flex-1 overflow-hidden rounded-[1px]",
            FILLS[segment.state] || "hatch",
          )}
        >
          {segment.state === "running" ? (
            <i
              className="absolute inset-y-0 left-0 bg-running-mark motion-slow transition-[width] forced-colors:bg-[Highlight]"
              style={{ width: `${Math.max(6, (segment.share ?? 0) * 100)}%` }}
            />
          ) : null}
        </i>
      ))}
    </div>
  );
}
