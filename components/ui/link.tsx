import type { ComponentProps } from "react";
import { cn } from "./cn";
import { RouteLink } from "./route-link";

/** A link in running text or at the end of a card. At least 24 px high without moving its neighbours. */
export function TextLink({ className, ...props }: ComponentProps<typeof RouteLink>) {
  return (
    <RouteLink
      className={cn(
        "-my-1 inline-block min-w-6 py-1 font-medium text-accent-ink underline-offset-3 hover:underline",
        className,
      )}
      {...props}
    />
  );
}
