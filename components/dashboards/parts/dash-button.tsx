import type { ComponentProps } from "react";
import { cn } from "../../ui/cn";

const BASE =
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-(--brand-radius) font-medium whitespace-nowrap select-none " +
  "motion-fast transition-colors disabled:cursor-default disabled:text-ink-off [&_svg]:size-4 [&_svg]:shrink-0";

const LOOKS = {
  quiet: "text-ink-2 enabled:hover:bg-press",
  secondary: "border border-line-strong bg-surface text-ink enabled:hover:bg-hover disabled:bg-sunken",
  primary: "bg-(--brand) text-(--on-brand) enabled:hover:bg-(--brand-hover) disabled:bg-sunken",
};

export type DashLook = keyof typeof LOOKS;

/** A button in the customer's brand. Sizes grow to 44 px where the dashboard is as narrow as a phone. */
export function DashButton({
  look = "secondary",
  square,
  small,
  className,
  ...props
}: ComponentProps<"button"> & {
  look?: DashLook;
  /** For an icon alone; needs an `aria-label`. */
  square?: boolean;
  small?: boolean;
}) {
  return (
    <button
      type="button"
      className={cn(
        BASE,
        LOOKS[look],
        small ? "h-7 text-12" : "h-8 text-13",
        square ? (small ? "w-7" : "w-8") : small ? "px-2.5" : "px-3",
        "in-data-[width=narrow]:h-11 in-data-[width=narrow]:text-14",
        square && "in-data-[width=narrow]:w-11",
        className,
      )}
      {...props}
    />
  );
}
