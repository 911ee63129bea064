"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { ReactNode } from "react";
import { cn } from "../ui/cn";

export const tileClass =
  "rounded-3 border border-line-strong bg-surface text-left text-13 motion-fast transition-colors hover:bg-hover " +
  "data-checked:border-accent data-checked:bg-accent-soft data-checked:ring-1 data-checked:ring-accent forced-colors:data-checked:border-[Highlight]";

/** One of up to about six, as tiles side by side: arrow keys move, the chosen one has the edge. */
export function Tiles<T extends string>({
  label,
  value,
  onValueChange,
  options,
  className,
  tile,
}: {
  label: string;
  value: T | "";
  onValueChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode; name?: string }[];
  className?: string;
  tile?: string;
}) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((o) => o.value === next);
        if (chosen) onValueChange(chosen.value);
      }}
      className={cn("grid gap-2", className)}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          nativeButton
          render={<button type="button" />}
          aria-label={option.name}
          className={cn(tileClass, "min-h-10 px-3 py-2", tile)}
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
