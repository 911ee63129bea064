"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { inputClass } from "./input";
import { floatingClass, itemClass } from "./menu";

export interface SelectOption<T extends string> {
  value: T;
  label: ReactNode;
}

/** One of up to about fifteen. Takes the id and description a `Field` hands it. */
export function Select<T extends string>({
  value,
  onValueChange,
  options,
  id,
  name,
  className,
  ...aria
}: {
  value: T;
  onValueChange: (value: T) => void;
  options: readonly SelectOption<T>[];
  id?: string;
  name?: string;
  className?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next) => next !== null && onValueChange(next)}
      items={options.map((o) => ({ value: o.value, label: o.label }))}
      name={name}
    >
      <Base.Trigger
        id={id}
        className={cn(inputClass, "flex items-center gap-2 text-left", className)}
        {...aria}
      >
        <Base.Value className="min-w-0 flex-1 truncate" />
        <Base.Icon className="text-ink-3">
          <ChevronDown className="size-4" />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className="z-(--z-menu) outline-none" sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className={cn(floatingClass, "min-w-(--anchor-width)")}>
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className={itemClass}>
                <Base.ItemText className="min-w-0 flex-1 truncate">{option.label}</Base.ItemText>
                <Base.ItemIndicator>
                  <Check className="size-4 text-accent-ink" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
