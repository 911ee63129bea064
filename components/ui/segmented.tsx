"use client";

import { Toggle } from "@base-ui/react/toggle";
import { ToggleGroup } from "@base-ui/react/toggle-group";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** One of up to six, always shown. */
export function Segmented<T extends string>({
  value,
  onValueChange,
  options,
  label,
  className,
}: {
  value: T;
  onValueChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode }[];
  label: string;
  className?: string;
}) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next[0]);
        if (chosen) onValueChange(chosen.value);
      }}
      className={cn("inline-flex gap-0.5 rounded-2 border border-line-strong bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className="inline-flex h-[26px] items-center gap-1.5 rounded-[4px] px-2.5 text-12 font-medium whitespace-nowrap text-ink-2 data-pressed:bg-surface data-pressed:text-ink data-pressed:ring-1 data-pressed:ring-line-strong max-md:h-8 forced-colors:data-pressed:border"
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
