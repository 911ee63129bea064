"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { type Column, DataTable } from "./data-table";
import { FilteredEmpty } from "./empty-state";
import { ErrorState } from "./error-state";
import { Pager } from "./pager";

interface ListQuery<T> {
  data?: { items: T[]; next: string | null };
  error: unknown;
  isPlaceholderData: boolean;
  refetch: () => unknown;
}

export interface ListBodyProps<T extends { id: string }> {
  label: string;
  columns: Column<T>[];
  list: ListQuery<T>;
  href: (row: T) => string;
  cursor: string | null;
  onCursor: (cursor: string | null) => void;
  /** The sentence for filters that match nothing. */
  nothing: ReactNode;
  /** Takes all filters back. */
  onClear: () => void;
}

/** The rows of a list with all their states; what is above (filters) and an empty first time are the page's. */
export function ListBody<T extends { id: string }>({
  label,
  columns,
  list,
  href,
  cursor,
  onCursor,
  nothing,
  onClear,
}: ListBodyProps<T>) {
  const t = useTranslations("common.filter");
  const { data, error } = list;
  if (error && !data) return <ErrorState error={error} onRetry={() => list.refetch()} />;
  return (
    <>
      {error ? <ErrorState error={error} onRetry={() => list.refetch()} className="mb-3" /> : null}
      <DataTable
        label={label}
        columns={columns}
        rows={data?.items ?? null}
        href={href}
        stale={list.isPlaceholderData}
        empty={
          <FilteredEmpty
            action={
              <Button size="s" onClick={onClear}>
                {t("clear")}
              </Button>
            }
          >
            {nothing}
          </FilteredEmpty>
        }
      />
      <Pager shown={data?.items.length ?? 0} cursor={cursor} next={data?.next ?? null} onCursor={onCursor} />
    </>
  );
}

/** "Clear filters" at the end of a row of filters. */
export function ClearFilters({ shown, onClear }: { shown: boolean; onClear: () => void }) {
  const t = useTranslations("common.filter");
  return shown ? (
    <Button variant="quiet" size="s" onClick={onClear}>
      {t("clear")}
    </Button>
  ) : null;
}
