import type { ReactNode } from "react";

const head = "px-2 py-1.5 text-12 font-medium whitespace-nowrap text-ink-3 first:pl-4 last:pr-4";
const cell = "px-2 py-1.5 align-top first:pl-4 last:pr-4";

/** A small table of declarations inside a card; scrolls by itself where it is too wide. */
export function FactsTable({
  label,
  columns,
  rows,
}: {
  label: string;
  columns: ReactNode[];
  rows: { key: string; cells: ReactNode[] }[];
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a scrollable area needs a role, a name and the keyboard
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard
    <div role="region" aria-label={label} tabIndex={0} className="overflow-x-auto -outline-offset-2!">
      <table className="w-full text-13" aria-label={label}>
        <thead className="border-b border-line">
          <tr>
            {columns.map((column, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
              <th key={i} scope="col" className={head}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-line not-first:border-t">
              {row.cells.map((value, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
                <td key={i} className={cell}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
