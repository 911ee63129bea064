import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A key to press. */
export function Kbd(props: ComponentProps<"kbd">) {
  return (
    <kbd
      className="inline-block min-w-4.5 rounded-[4px] border border-line-strong px-1 text-center font-sans text-11 font-medium text-ink-3"
      {...props}
    />
  );
}

/** A short remark beside a name: a version, a count. Not for states. */
export function Badge({ className, accent, ...props }: ComponentProps<"span"> & { accent?: boolean }) {
  return (
    <span
      className={cn(
        "inline-block rounded-[4px] border border-line-strong px-1 text-11 whitespace-nowrap text-ink-2",
        accent && "border-accent-line text-accent-ink",
        className,
      )}
      {...props}
    />
  );
}

/** Holds the shape of what is loading. Shown after 150 ms, so that fast answers do not flicker. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden="true" className={cn("appear-late rounded-1 bg-press", className)} {...props} />;
}

/** Only for something with a head and actions of its own; never inside another card. */
export function Card({
  title,
  aside,
  footer,
  children,
  className,
  id,
}: {
  title?: ReactNode;
  /** Right of the title: a link, a button, a remark. */
  aside?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
  className?: string;
  id?: string;
}) {
  return (
    <section
      aria-labelledby={title && id ? id : undefined}
      className={cn("min-w-0 rounded-3 border border-line-strong bg-surface", className)}
    >
      {title ? (
        <header className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
          <h2 id={id} className="text-16 font-strong tracking-tight">
            {title}
          </h2>
          {aside ? <div className="ml-auto flex items-center gap-2 text-13">{aside}</div> : null}
        </header>
      ) : null}
      {children}
      {footer ? (
        <footer className="border-t border-line px-4 py-2.5 text-12 text-ink-3">{footer}</footer>
      ) : null}
    </section>
  );
}
