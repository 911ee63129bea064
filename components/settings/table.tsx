import type { ReactNode } from "react";
import { cn } from "../ui/cn";
import { Skeleton } from "../ui/small";

export const headClass = "h-8 px-2.5 text-left text-12 font-medium text-ink-3 whitespace-nowrap";
export const cellClass = "px-2.5 py-2 align-top";

/** A short table of the settings; where it is too wide it scrolls by itself. */
export function PlainTable({
  label,
  heads,
  cards = false,
  children,
}: {
  label: string;
  heads: ReactNode[];
  /** Its rows lay themselves out as cards below 900 px; the heads are read out then, not shown. */
  cards?: boolean;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="relative overflow-x-auto" aria-label={label} tabIndex={0}>
      <table className={cn("w-full border-collapse text-13", cards && "max-md:block")}>
        <thead className={cn("border-b border-line-strong", cards && "max-md:sr-only")}>
          <tr>
            {heads.map((head, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
              <th key={i} scope="col" className={headClass}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={cn("[&>tr]:border-b [&>tr]:border-line", cards && "max-md:block")}>
          {children}
        </tbody>
      </table>
    </section>
  );
}

/** The table's shape while its rows are on the way. */
export function TableSkeleton() {
  return (
    <div aria-busy="true">
      {[0, 1, 2, 3].map((n) => (
        <div key={n} className="flex h-12 items-center gap-3 border-b border-line px-2.5">
          <Skeleton className="h-3.5 w-40" />
          <Skeleton className="ml-auto h-3.5 w-24" />
        </div>
      ))}
    </div>
  );
}
