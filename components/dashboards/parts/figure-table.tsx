import type { TableView } from "../../charts/port";
import { cn } from "../../ui/cn";

/** The figures of any object as plain rows: what T shows and a screen reader reads. */
export function FigureTable({ view, label }: { view: TableView; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className="h-full overflow-auto" tabIndex={0} aria-label={label}>
      <table className="w-full text-13">
        <thead>
          <tr>
            {view.columns.map((column, i) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                key={`${i} ${column.label}`}
                scope="col"
                className={cn(
                  "sticky top-0 h-7 bg-surface px-2 text-12 font-medium whitespace-nowrap text-ink-3 shadow-[inset_0_-1px_var(--line-strong)] first:pl-0",
                  column.numeric && "text-right",
                )}
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row, r) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of one answer never move among each other
            <tr key={r} className="border-b border-line hover:bg-hover">
              {row.text.map((cell, i) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  key={i}
                  className={cn(
                    "h-8 px-2 first:pl-0",
                    view.columns[i]?.numeric && "text-right whitespace-nowrap",
                  )}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
