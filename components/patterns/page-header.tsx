import type { ReactNode } from "react";

/** Title, at most one line below it, actions right: secondary ones, then one primary. */
export function PageHeader({
  title,
  children,
  actions,
  mark,
}: {
  title: ReactNode;
  /** The line below the title. */
  children?: ReactNode;
  actions?: ReactNode;
  /** The plot of an object page. */
  mark?: ReactNode;
}) {
  return (
    <div className="mb-5 flex items-start gap-3.5 max-md:flex-wrap">
      {mark}
      <div className="min-w-0 flex-1">
        <h1 className="text-20 font-strong tracking-tight break-words">{title}</h1>
        {children ? <div className="mt-0.5 text-13 text-ink-2">{children}</div> : null}
      </div>
      {actions ? (
        <div className="flex shrink-0 flex-wrap gap-2 max-md:w-full max-md:empty:hidden max-md:[&>*]:flex-1">
          {actions}
        </div>
      ) : null}
    </div>
  );
}
