import { cn } from "../ui/cn";

/** What is used, solid; the rest, hatched. Always beside a figure in words. */
export function Meter({
  value,
  label,
  tone = "plain",
  className,
}: {
  /** 0 to 1. */
  value: number;
  label: string;
  /** `running` while it still fills by itself. */
  tone?: "plain" | "running" | "failed";
  className?: string;
}) {
  const percent = Math.min(100, Math.max(0, value * 100));
  return (
    // biome-ignore lint/a11y/useSemanticElements: the native meter cannot be drawn with a hatch in every browser
    <span
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      className={cn("hatch relative block h-1.5 min-w-10 overflow-hidden rounded-[2px]", className)}
    >
      <i
        className={cn(
          "block h-full rounded-l-[2px] motion-slow transition-[width] forced-colors:bg-[CanvasText]",
          tone === "running" ? "bg-running-mark" : tone === "failed" ? "bg-failed-mark" : "bg-n-8",
        )}
        style={{ width: `${percent}%` }}
      />
    </span>
  );
}
