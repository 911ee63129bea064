"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { cn } from "./cn";
import { inputClass } from "./input";
import { floatingClass, itemClass } from "./menu";

export interface ComboboxOption {
  value: string;
  /** Right of the name: a type, a count. */
  remark?: string;
}

/** One of many by typing a part of its name. */
export function Combobox({
  value,
  onValueChange,
  options,
  empty,
  open,
  placeholder,
  className,
  id,
  ...aria
}: {
  value: string | null;
  onValueChange: (value: string | null) => void;
  options: readonly ComboboxOption[];
  /** Said when nothing matches. */
  empty: string;
  /** Name of the button that opens the list. */
  open: string;
  placeholder?: string;
  className?: string;
  id?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}) {
  const remarks = new Map(options.map((o) => [o.value, o.remark]));
  return (
    <Base.Root
      items={options.map((o) => o.value)}
      value={value}
      onValueChange={(next: string | null) => onValueChange(next)}
    >
      <Base.InputGroup className={cn("relative", className)}>
        <Base.Input
          id={id}
          placeholder={placeholder}
          className={cn(inputClass, "pr-8 font-mono text-12")}
          {...aria}
        />
        <Base.Trigger
          aria-label={open}
          className="absolute inset-y-0 right-0 grid w-8 place-items-center text-ink-3"
        >
          <ChevronDown className="size-4" />
        </Base.Trigger>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner className="z-(--z-dialog) outline-none" sideOffset={4}>
          <Base.Popup className={cn(floatingClass, "min-w-(--anchor-width) max-w-(--available-width)")}>
            <Base.Empty className="text-13 text-ink-3 not-empty:px-2 not-empty:py-1.5">{empty}</Base.Empty>
            <Base.List className="max-h-72 overflow-y-auto outline-none">
              {(item: string) => (
                <Base.Item key={item} value={item} className={itemClass}>
                  <span className="min-w-0 flex-1 truncate font-mono text-12">{item}</span>
                  <span className="text-12 text-ink-3">{remarks.get(item)}</span>
                  <Base.ItemIndicator>
                    <Check className="size-4 text-accent-ink" />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
