import { type ReactNode, useId } from "react";

/** A log below a preview: its title, something at the end of it, its lines newest last. */
export function LogFrame({
  title,
  end,
  none,
  isEmpty,
  children,
}: {
  title: string;
  end?: ReactNode;
  /** In place of lines. */
  none: string;
  isEmpty: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-4 min-w-0 rounded-3 border border-line-strong bg-surface">
      <header className="flex min-h-11 items-center gap-2 border-b border-line px-4">
        <h2 id={id} className="flex-1 text-14 font-strong">
          {title}
        </h2>
        {end}
      </header>
      {isEmpty ? (
        <p className="px-4 py-3 text-13 text-ink-3">{none}</p>
      ) : (
        <ol
          aria-labelledby={id}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
          tabIndex={0}
          className="max-h-72 overflow-y-auto px-4 py-2 text-12 -outline-offset-2!"
        >
          {children}
        </ol>
      )}
    </section>
  );
}
