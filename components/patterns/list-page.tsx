"use client";

import type { ReactNode } from "react";
import { PageBar } from "../layout/top-bar";
import { EmptyState } from "./empty-state";
import { ClearFilters, ListBody, type ListBodyProps } from "./list-body";
import { PageHeader } from "./page-header";

interface ListPageProps<T extends { id: string }> extends Omit<ListBodyProps<T>, "label"> {
  /** The group of the menu it stands in. */
  place: string;
  title: string;
  /** What is said where there is nothing at all: no row, and no filter that hides one. */
  empty: { title: ReactNode; body: ReactNode; action?: ReactNode };
  /** Whether a filter is set. */
  filtered: boolean;
  /** The filters, in a row. */
  children: ReactNode;
}

/** A page that is one list: filters above its rows, and a first time without any. */
export function ListPage<T extends { id: string }>({
  place,
  title,
  empty,
  filtered,
  children,
  ...body
}: ListPageProps<T>) {
  const nothingAtAll = body.list.data?.items.length === 0 && !filtered && !body.cursor;
  return (
    <>
      <PageBar crumbs={[{ label: place }, { label: title }]} />
      <PageHeader title={title} />
      {nothingAtAll ? (
        <EmptyState title={empty.title} action={empty.action}>
          {empty.body}
        </EmptyState>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2 border-t border-line py-3">
            {children}
            <ClearFilters shown={filtered} onClear={body.onClear} />
          </div>
          <ListBody label={title} {...body} />
        </>
      )}
    </>
  );
}
