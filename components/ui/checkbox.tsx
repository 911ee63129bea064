"use client";

import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** 16 px box with a 28 px target. */
export function Checkbox({ className, ...props }: ComponentProps<typeof Base.Root>) {
  return (
    <Base.Root
      className={cn(
        "relative inline-grid size-4 shrink-0 place-items-center rounded-1 border border-line-input bg-surface",
        "before:absolute before:-inset-1.5 data-checked:border-transparent data-checked:bg-accent",
        "data-indeterminate:border-transparent data-indeterminate:bg-accent",
        className,
      )}
      {...props}
    >
      <Base.Indicator className="grid place-items-center text-on-accent data-unchecked:hidden">
        {props.indeterminate ? (
          <Minus className="size-3" strokeWidth={2.5} />
        ) : (
          <Check className="size-3" strokeWidth={2.5} />
        )}
      </Base.Indicator>
    </Base.Root>
  );
}
