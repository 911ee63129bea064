"use client";

import { createColumnHelper, type RowData, tableFeatures, useTable } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type MouseEvent, type ReactNode, useMemo } from "react";
import { Checkbox } from "../ui/checkbox";
import { cn } from "../ui/cn";
import { Skeleton } from "../ui/small";

const features = tableFeatures({});

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

export interface Sorting {
  by: string;
  dir: "asc" | "desc";
}

const CARD: Record<Column<unknown>["card"], string> = {
  title: "max-md:col-start-1 max-md:row-start-1 max-md:min-w-0",
  state: "max-md:col-start-2 max-md:row-start-1 max-md:justify-self-end",
  detail: "max-md:col-span-2 max-md:pl-[38px]",
  hidden: "max-md:hidden",
};

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

const TICK = "w-9 md:pr-0 max-md:hidden";

/**
 * A server-paged list. The head sticks; a click anywhere in a row opens it, the keyboard through the link in its
 * first cell; below 900 px rows become cards. Old rows stay, paler, while others are fetched.
 */
export function DataTable<T extends RowData & { id: string }>({
  label,
  columns,
  rows,
  href,
  sorting,
  onSort,
  stale,
  empty,
  selection,
}: {
  label: string;
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
}) {
  const router = useRouter();
  const defs = useMemo(() => {
    const helper = createColumnHelper<typeof features, T>();
    return helper.columns(
      columns.map((column) =>
        helper.display({ id: column.id, cell: ({ row }) => column.cell(row.original) }),
      ),
    );
  }, [columns]);
  const data = useMemo(() => rows ?? [], [rows]);
  const table = useTable({ features, columns: defs, data, getRowId: (row: T) => row.id });

  function open(event: MouseEvent, row: T) {
    const target = event.target as Element;
    if (target.closest("a, button, input, label, [role=checkbox]") || window.getSelection()?.toString())
      return;
    if (event.metaKey || event.ctrlKey) window.open(href(row), "_blank", "noopener");
    else router.push(href(row));
  }

  return (
    <div aria-busy={stale || rows === null}>
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
                <TickAll rows={data} selection={selection} />
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
          // Rows of an older question are not to be acted on: they are about to move.
          aria-disabled={stale || undefined}
          className={cn(
            "motion-normal transition-opacity max-md:block",
            stale && "pointer-events-none opacity-60",
          )}
        >
          {rows === null ? <SkeletonRows columns={columns} /> : null}
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              onClick={(event) => open(event, row.original)}
              className={cn(
                "cursor-pointer border-b border-line last:border-b-0 hover:bg-hover focus-within:bg-hover max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-2 max-md:py-2.5",
                selection?.ids.has(row.id) &&
                  "bg-accent-soft shadow-[inset_2px_0_var(--accent)] hover:bg-accent-soft focus-within:bg-accent-soft",
              )}
            >
              {selection ? (
                <td className={cn("px-2.5", TICK)}>
                  <Checkbox
                    aria-label={selection.label(selection.name(row.original))}
                    checked={selection.ids.has(row.id)}
                    onCheckedChange={() => selection.toggle(row.id)}
                  />
                </td>
              ) : null}
              {row.getAllCells().map((cell, i) => {
                const column = columns[i];
                return (
                  <td
                    key={cell.id}
                    className={cn(
                      "h-12 px-2.5 py-1 align-middle max-md:h-auto max-md:px-0 max-md:py-0.5",
                      column?.numeric && "text-right whitespace-nowrap max-md:text-left",
                      column?.width && "md:max-w-0",
                      column && CARD[column.card],
                      column?.className,
                    )}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                );
              })}
            </tr>
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

/** Two lines of a cell: the value, then its reason or remark. */
export function TwoLines({
  children,
  below,
  className,
}: {
  children: ReactNode;
  below?: ReactNode;
  className?: string;
}) {
  return (
    <span className={cn("block min-w-0 leading-5", className)}>
      <span className="block truncate">{children}</span>
      {below ? <span className="block truncate text-12 leading-4 text-ink-3">{below}</span> : null}
    </span>
  );
}

/** The name of a row: the link of its keyboard users. */
export function RowLink({
  href,
  children,
  below,
  mark,
}: {
  href: string;
  children: ReactNode;
  below?: ReactNode;
  mark?: ReactNode;
}) {
  return (
    <Link href={href} className="flex min-h-6 min-w-0 items-center gap-2.5" prefetch={false}>
      {mark}
      <TwoLines below={below} className="flex-1">
        <b className="font-medium">{children}</b>
      </TwoLines>
    </Link>
  );
}
