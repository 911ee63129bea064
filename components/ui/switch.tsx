"use client";

import { Switch as Base } from "@base-ui/react/switch";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** On or off, at once. For what is saved with a form use a checkbox. */
export function Switch({ className, ...props }: ComponentProps<typeof Base.Root>) {
  return (
    <Base.Root
      className={cn(
        "relative inline-flex h-5 w-8.5 shrink-0 items-center rounded-full border border-line-input bg-sunken p-px",
        "motion-normal transition-colors before:absolute before:-inset-1 data-checked:border-transparent data-checked:bg-accent",
        className,
      )}
      {...props}
    >
      <Base.Thumb className="size-4 rounded-full bg-n-7 motion-normal transition-transform data-checked:translate-x-3.5 data-checked:bg-on-accent" />
    </Base.Root>
  );
}
