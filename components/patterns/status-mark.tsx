import type { ReactNode } from "react";
import { cn } from "../ui/cn";
import { StatusIcon, type Tone } from "../ui/status-icon";

/** Mark and word. In lists without a pill; `box` is for one alone in a heading. Well things keep black words. */
export function StatusMark({
  tone,
  children,
  box,
  className,
}: {
  tone: Tone;
  children: ReactNode;
  box?: boolean;
  className?: string;
}) {
  return (
    <span
      data-tone={tone}
      className={cn(
        "inline-flex items-center gap-1.5 align-top font-medium whitespace-nowrap",
        tone === "succeeded" ? "text-ink" : "text-tone-ink",
        box && "rounded-full bg-tone-soft py-px pr-[9px] pl-[7px]",
        className,
      )}
    >
      <StatusIcon tone={tone} />
      {children}
    </span>
  );
}
