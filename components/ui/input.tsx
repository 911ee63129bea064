import type { ComponentProps } from "react";
import { cn } from "./cn";

export const inputClass =
  "h-8 w-full min-w-0 rounded-2 border border-line-input bg-surface px-2.5 text-13 text-ink motion-fast transition-shadow " +
  "max-md:h-10 max-md:text-16 aria-invalid:border-failed-mark disabled:bg-sunken disabled:text-ink-off";

/** One line of text. Put it into a `Field`, which gives it its label. */
export function Input({
  className,
  size = "m",
  ...props
}: Omit<ComponentProps<"input">, "size"> & { size?: "m" | "l" }) {
  return (
    <input className={cn(inputClass, size === "l" && "h-10 text-14 max-md:h-11", className)} {...props} />
  );
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      className={cn(inputClass, "h-auto min-h-20 py-1.5 leading-5 max-md:h-auto", className)}
      {...props}
    />
  );
}
