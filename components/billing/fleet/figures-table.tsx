import type { ReactNode } from "react";
import { headClass } from "../../settings/table";
import { cn } from "../../ui/cn";

export const figureClass = "px-3 py-2 text-right whitespace-nowrap tabular-nums";
export const wordClass = "px-3 py-2 first:pl-4";

/** Words left, figures right; where it is too wide it scrolls by itself. */
export function FiguresTable({
  label,
  words,
  figures,
  children,
}: {
  label: string;
  words: readonly string[];
  figures: readonly string[];
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="relative overflow-x-auto" aria-label={label} tabIndex={0}>
      <table className="w-full border-collapse text-13">
        <thead className="border-b border-line">
          <tr>
            {words.map((word) => (
              <th key={word} scope="col" className={cn(headClass, "px-3 first:pl-4")}>
                {word}
              </th>
            ))}
            {figures.map((word) => (
              <th key={word} scope="col" className={cn(headClass, "px-3 text-right last:pr-4")}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr]:border-b [&>tr]:border-line [&>tr:last-child]:border-b-0 [&_td:last-child]:pr-4">
          {children}
        </tbody>
      </table>
    </section>
  );
}
