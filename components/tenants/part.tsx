"use client";

import { type ReactNode, useId } from "react";
import { ErrorState } from "../patterns/error-state";
import { Card, Skeleton } from "../ui/small";

/** One card of the tenant page with a query of its own: it loads, fails and is empty by itself. */
export function Part<T>({
  title,
  aside,
  query,
  empty,
  children,
}: {
  title: string;
  aside?: ReactNode;
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  /** The sentence for nothing there; null when there is something. */
  empty: (data: T) => string | null;
  children: (data: T) => ReactNode;
}) {
  const id = useId();
  const { data, error } = query;
  const nothing = data === undefined ? null : empty(data);
  return (
    <Card id={id} title={title} aside={aside}>
      {data === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => query.refetch()} className="m-3" />
        ) : (
          <div className="grid gap-3 p-4">
            <Skeleton className="h-4 w-3/4" />
            <Skeleton className="h-4 w-1/2" />
          </div>
        )
      ) : nothing ? (
        <p className="px-4 py-3.5 text-13 text-ink-3">{nothing}</p>
      ) : (
        children(data)
      )}
    </Card>
  );
}

/** A row of such a card: two lines left, figures right. */
export function PartRow({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <li className="flex min-h-12 items-center gap-3 border-line px-4 py-1.5 text-13 not-first:border-t">
      <div className="min-w-0 flex-1">{children}</div>
      {end ? <div className="shrink-0 text-right text-12 text-ink-3">{end}</div> : null}
    </li>
  );
}
