import type { ComponentProps } from "react";
import { cn } from "./cn";
import { RouteLink } from "./route-link";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger" | "danger-solid";
export type ButtonSize = "s" | "m" | "l";

interface Look {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** As wide as high: for an icon alone. Needs an `aria-label`. */
  square?: boolean;
}

const VARIANTS: Record<ButtonVariant, string> = {
  primary:
    "border-transparent bg-accent text-on-accent hover:bg-accent-hover active:bg-accent-press [&_svg]:text-current",
  secondary: "border-line-strong bg-surface text-ink hover:bg-hover active:bg-press",
  quiet: "border-transparent text-ink-2 hover:bg-press",
  danger: "border-line-strong bg-surface text-failed-ink hover:bg-failed-soft [&_svg]:text-current",
  "danger-solid":
    "border-transparent bg-(--danger-solid) text-on-accent hover:bg-(--danger-solid-hover) [&_svg]:text-current",
};

const SIZES: Record<ButtonSize, string> = {
  s: "h-7 px-[9px] text-13 max-md:h-8",
  m: "h-8 px-3 text-13 max-md:h-10",
  l: "h-10 px-4 text-14 max-md:h-11",
};

const SQUARES: Record<ButtonSize, string> = {
  s: "w-7 px-0 max-md:w-8",
  m: "w-8 px-0 max-md:w-10",
  l: "w-10 px-0 max-md:w-11",
};

/** Classes of a button, for what is a button but not a `<button>`. */
export function buttonClass({ variant = "secondary", size = "m", square }: Look): string {
  return cn(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-2 border font-medium whitespace-nowrap select-none",
    "motion-fast transition-colors [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3",
    "disabled:border-line disabled:bg-sunken disabled:text-ink-off disabled:hover:bg-sunken",
    "aria-disabled:opacity-70",
    VARIANTS[variant],
    SIZES[size],
    square && SQUARES[size],
  );
}

type ButtonProps = ComponentProps<"button"> &
  Look & {
    /** Work is under way: the button stays focusable but does nothing. */
    busy?: boolean;
  };

export function Button({ variant, size, square, busy, className, onClick, ...props }: ButtonProps) {
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cn(buttonClass({ variant, size, square }), className)}
      {...props}
    />
  );
}

export function ButtonLink({
  variant,
  size,
  square,
  className,
  ...props
}: ComponentProps<typeof RouteLink> & Look) {
  return <RouteLink className={cn(buttonClass({ variant, size, square }), className)} {...props} />;
}
