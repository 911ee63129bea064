import type { ReactNode } from "react";
import { cn } from "../ui/cn";
import { StatusIcon, type Tone } from "../ui/status-icon";

/** Soft ground, mark, one sentence, one action, at the top of what it concerns. At most one per page head. */
export function Notice({
  tone,
  children,
  action,
  live,
  className,
}: {
  tone: Tone;
  children: ReactNode;
  action?: ReactNode;
  /** Announce it when it appears. */
  live?: boolean;
  className?: string;
}) {
  return (
    <div
      data-tone={tone}
      role={live ? "alert" : undefined}
      className={cn(
        "flex gap-2.5 rounded-2 bg-tone-soft px-3 py-2.5 text-13 max-md:flex-wrap forced-colors:border",
        action ? "items-center" : "items-start",
        className,
      )}
    >
      <StatusIcon tone={tone} className={cn("size-4", !action && "mt-0.5")} />
      <div className="min-w-0 flex-1 break-words">{children}</div>
      {action}
    </div>
  );
}
