import type { ReactNode } from "react";

/** A part of the rail beside the preview: head with one action, then its lines. */
export function RailPart({
  id,
  title,
  action,
  children,
}: {
  id: string;
  title: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="border-line not-first:mt-5 not-first:border-t not-first:pt-5">
      <header className="mb-2 flex min-h-8 items-center gap-2">
        <h2 id={id} className="flex-1 text-16 font-strong tracking-tight">
          {title}
        </h2>
        {action}
      </header>
      {children}
    </section>
  );
}
