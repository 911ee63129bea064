"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type MouseEvent, type ReactNode, Suspense, useDeferredValue } from "react";
import { Checkbox } from "../ui/checkbox";
import { cn } from "../ui/cn";
import { Skeleton } from "../ui/small";
import { useLasting } from "../ui/use-lasting";
import { useLatest } from "../ui/use-latest";
import { CARD, type Column, DataRow, TICK, useOpen } from "./data-row";

export { RowLink, TwoLines } from "./data-cells";
export type { Column } from "./data-row";

export interface Sorting {
  by: string;
  dir: "asc" | "desc";
}

const PALER_AFTER_MS = 250;

function ignore(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

function SortHead({
  column,
  sorting,
  onSort,
}: {
  column: Column<never>;
  sorting?: Sorting;
  onSort?: (s: Sorting) => void;
}) {
  const t = useTranslations("common.table");
  if (!column.sort || !onSort) return column.header;
  const active = sorting?.by === column.sort;
  const next = active && sorting.dir === "asc" ? "desc" : "asc";
  const Arrow = active && sorting.dir === "desc" ? ArrowDown : ArrowUp;
  const by = column.sort;
  return (
    <button
      type="button"
      title={t(next === "asc" ? "sortAscending" : "sortDescending", { column: String(column.header) })}
      className={cn(
        "group -mx-1 inline-flex min-h-6 items-center gap-1 rounded-1 px-1 hover:text-ink",
        active && "text-ink",
        column.numeric && "flex-row-reverse",
      )}
      onClick={() => onSort({ by, dir: next })}
    >
      {column.header}
      <Arrow
        aria-hidden="true"
        className={cn(
          "size-3.5 opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60",
          active && "opacity-100!",
        )}
      />
    </button>
  );
}

/** Rows chosen by their ticks, for something done to many at once. */
export interface Selection<T> {
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  /** Ticks or unticks all rows of this page. */
  toggleAll: () => void;
  /** Name of a row, for its tick. */
  name: (row: T) => string;
  allLabel: string;
  label: (name: string) => string;
}

interface DataTableProps<T extends { id: string }> {
  label: string;
  /** The same array as long as nothing about them changes: rows are kept by it. */
  columns: Column<T>[];
  /** null while the first page is loading. */
  rows: T[] | null;
  href: (row: T) => string;
  sorting?: Sorting;
  onSort?: (sorting: Sorting) => void;
  /** Rows of an older question are shown. */
  stale?: boolean;
  /** Shown under the head when there is no row. */
  empty?: ReactNode;
  /** A tick before each row; from 900 px up. */
  selection?: Selection<T>;
}

/**
 * A server-paged list. The head sticks; a click anywhere in a row opens it, the keyboard through the link in its
 * first cell; below 900 px rows become cards. Old rows stay, paler, while others are fetched.
 *
 * Rows are drawn when there is time: a click or a key is answered before fifty of them. They come alive apart from the
 * page around them too, so that a first letter in its search does not wait for fifty rows.
 */
export function DataTable<T extends { id: string }>(props: DataTableProps<T>) {
  return (
    <Suspense>
      <Rows {...props} />
    </Suspense>
  );
}

function Rows<T extends { id: string }>({
  label,
  columns: latestColumns,
  rows: latestRows,
  href,
  sorting,
  onSort,
  stale,
  empty,
  selection,
}: DataTableProps<T>) {
  const rows = useDeferredValue(latestRows);
  const columns = useDeferredValue(latestColumns);
  const open = useOpen(href);
  const toggle = useLatest(selection?.toggle);
  const paler = useLasting(stale ?? false, PALER_AFTER_MS);

  return (
    <div aria-busy={stale || rows === null || rows !== latestRows}>
      <table aria-label={label} className="w-full text-13 max-md:block">
        <thead className="max-md:sr-only">
          <tr>
            {selection ? (
              <th
                scope="col"
                className={cn(
                  "sticky top-(--topbar) z-1 bg-surface px-2.5 py-1.5 shadow-[inset_0_-1px_var(--line-strong)]",
                  TICK,
                )}
              >
                <TickAll rows={rows ?? []} selection={selection} />
              </th>
            ) : null}
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                aria-sort={
                  column.sort && sorting?.by === column.sort
                    ? sorting.dir === "asc"
                      ? "ascending"
                      : "descending"
                    : undefined
                }
                style={{ width: column.width }}
                className={cn(
                  "sticky top-(--topbar) z-1 bg-surface px-2.5 py-1.5 text-12 font-medium whitespace-nowrap text-ink-3 shadow-[inset_0_-1px_var(--line-strong)]",
                  column.numeric && "text-right",
                )}
              >
                <SortHead column={column as Column<never>} sorting={sorting} onSort={onSort} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody
          // Rows of an older question are not to be acted on: they are about to move. Styles that pass on to all of
          // them, or fade, are drawn row by row before the click is: only an answer that takes its time gets paler rows.
          aria-disabled={stale || undefined}
          onClickCapture={stale ? ignore : undefined}
          className={cn("max-md:block", paler && "opacity-60")}
        >
          {rows === null ? <SkeletonRows columns={columns} /> : null}
          {rows?.map((row) => (
            <DataRow
              key={row.id}
              row={row}
              columns={columns as Column<never>[]}
              open={open as (event: MouseEvent, row: unknown) => void}
              tick={selection ? selection.label(selection.name(row)) : undefined}
              chosen={selection?.ids.has(row.id) ?? false}
              onTick={toggle}
            />
          ))}
        </tbody>
      </table>
      {rows?.length === 0 ? empty : null}
    </div>
  );
}

function TickAll<T extends { id: string }>({ rows, selection }: { rows: T[]; selection: Selection<T> }) {
  const ticked = rows.filter((row) => selection.ids.has(row.id)).length;
  return (
    <Checkbox
      aria-label={selection.allLabel}
      checked={rows.length > 0 && ticked === rows.length}
      indeterminate={ticked > 0 && ticked < rows.length}
      onCheckedChange={selection.toggleAll}
    />
  );
}

function SkeletonRows({ columns }: { columns: { id: string; card: Column<unknown>["card"] }[] }) {
  return Array.from({ length: 8 }, (_, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
    <tr key={i} className="border-b border-line max-md:grid max-md:py-2.5">
      {columns.map((column) => (
        <td
          key={column.id}
          className={cn("h-12 px-2.5", column.card === "detail" && "max-md:hidden", CARD[column.card])}
        >
          <Skeleton className="h-3.5 w-full max-w-32" />
        </td>
      ))}
    </tr>
  ));
}
