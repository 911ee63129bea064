import type { ReactNode } from "react";
import { EmptyEstate } from "./estate";

/** Nothing there yet: the drawing, what the thing is, the primary way, then other ways as plain text. */
export function EmptyState({
  title,
  children,
  action,
  ways,
  art = true,
}: {
  title: ReactNode;
  children: ReactNode;
  action?: ReactNode;
  ways?: { icon: ReactNode; title: ReactNode; body: ReactNode; extra?: ReactNode }[];
  art?: boolean;
}) {
  return (
    <div className="mx-auto mt-6 max-w-[50rem] text-center">
      {art ? <EmptyEstate className="mx-auto" /> : null}
      <h2 className="mt-6 text-26 font-strong tracking-[-0.02em] max-md:text-20">{title}</h2>
      <p className="mx-auto mt-2 mb-5 max-w-[34rem] text-ink-2">{children}</p>
      {action}
      {ways?.length ? (
        <ul className="mt-10 grid border-t border-line-strong text-left md:grid-flow-col md:auto-cols-fr">
          {ways.map((way, i) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
              key={i}
              className="flex min-w-0 gap-2.5 border-line py-4 text-13 not-first:border-l md:not-first:pl-5 md:pr-5 max-md:not-first:border-t max-md:not-first:border-l-0 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3"
            >
              {way.icon}
              <div className="min-w-0">
                <b className="font-strong">{way.title}</b>
                <p className="mb-1.5 text-ink-2">{way.body}</p>
                {way.extra}
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** Filters that match nothing. The table's head stays above it. */
export function FilteredEmpty({ children, action }: { children: ReactNode; action: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-3 px-2.5 py-6 text-13 text-ink-2">
      <p className="min-w-0 break-words">{children}</p>
      {action}
    </div>
  );
}
