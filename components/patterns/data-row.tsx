"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, memo, type ReactNode } from "react";
import { cn } from "../ui/cn";
import { useLatest } from "../ui/use-latest";

export interface Column<T> {
  id: string;
  header: ReactNode;
  cell: (row: T) => ReactNode;
  /** Sorts by this name on the server. */
  sort?: string;
  /** Figures stand right. */
  numeric?: boolean;
  /** Place in the row below 900 px: `title` and `state` share the first line, `detail` follows; `hidden` is left out. */
  card: "title" | "state" | "detail" | "hidden";
  /** Share of the table's width from 900 px up, for example `32%`; what is longer is cut. */
  width?: string;
  /** Classes for the column's cells. */
  className?: string;
}

export const CARD: Record<Column<unknown>["card"], string> = {
  title: "max-md:col-start-1 max-md:row-start-1 max-md:min-w-0",
  state: "max-md:col-start-2 max-md:row-start-1 max-md:justify-self-end",
  detail: "max-md:col-span-2 max-md:pl-[38px]",
  hidden: "max-md:hidden",
};

export const TICK = "w-9 md:pr-0 max-md:hidden";

/** Opens a row where the click was on nothing that does something itself. */
export function useOpen<T>(href: (row: T) => string): (event: MouseEvent, row: T) => void {
  const router = useRouter();
  return useLatest((event: MouseEvent, row: T) => {
    const target = event.target as Element;
    if (target.closest("a, button, input, label") || window.getSelection()?.toString()) return;
    if (event.metaKey || event.ctrlKey) window.open(href(row), "_blank", "noopener");
    else router.push(href(row));
  });
}

interface DataRowProps {
  row: unknown;
  columns: Column<never>[];
  open: (event: MouseEvent, row: unknown) => void;
  /** Name of its tick, where rows can be ticked. */
  tick?: string;
  chosen: boolean;
  onTick: (id: string) => void;
}

/** One row, drawn again only when something of it changes. */
export const DataRow = memo(function DataRow({ row, columns, open, tick, chosen, onTick }: DataRowProps) {
  return (
    <tr
      onClick={(event) => open(event, row)}
      className={cn(
        "cursor-pointer border-b border-line last:border-b-0 hover:bg-hover focus-within:bg-hover max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-2 max-md:py-2.5",
        chosen &&
          "bg-accent-soft shadow-[inset_2px_0_var(--accent)] hover:bg-accent-soft focus-within:bg-accent-soft",
      )}
    >
      {tick ? (
        <td className={cn("px-2.5", TICK)}>
          {/* The browser's own: fifty with a state of their own are a third of a page's drawing. */}
          <input
            type="checkbox"
            aria-label={tick}
            checked={chosen}
            onChange={() => onTick((row as { id: string }).id)}
            className="block size-4 accent-(--accent)"
          />
        </td>
      ) : null}
      {columns.map((column) => (
        <DataCell key={column.id} row={row as never} column={column} />
      ))}
    </tr>
  );
});

/** Drawn again only for another row or other columns, not for a tick. */
const DataCell = memo(function DataCell({ row, column }: { row: never; column: Column<never> }) {
  return (
    <td
      className={cn(
        "h-12 px-2.5 py-1 align-middle max-md:h-auto max-md:px-0 max-md:py-0.5",
        column.numeric && "text-right whitespace-nowrap max-md:text-left",
        column.width && "md:max-w-0",
        CARD[column.card],
        column.className,
      )}
    >
      {column.cell(row)}
    </td>
  );
});
