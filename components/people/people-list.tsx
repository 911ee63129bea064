"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { type ReactNode, useCallback } from "react";
import { EmptyState, FilteredEmpty } from "../patterns/empty-state";
import { ErrorState } from "../patterns/error-state";
import { Pager } from "../patterns/pager";
import { RelativeTime } from "../patterns/relative-time";
import { SearchInput } from "../patterns/search-input";
import { useMay, useMe } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { TableSkeleton } from "../settings/table";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Badge } from "../ui/small";
import { DirectoryId } from "./directory-id";
import { PersonActions } from "./person-actions";
import { type Person, PersonState } from "./person-state";

const PAGE = 50;
const cell = "px-2.5 py-2 align-top max-md:p-0";
const head = "h-8 px-2.5 text-left text-12 font-medium whitespace-nowrap text-ink-3";

/** Those who may not change people may still see the portal as one of them. */
const useActs = (writes: boolean) => useMay("members:view-as") || writes;

function PersonRow({ person, writes }: { person: Person; writes: boolean }) {
  const acts = useActs(writes);
  const t = useTranslations("people");
  const me = useMe();
  const { name, email, groups, role, externalId } = person;
  return (
    <tr className="border-b border-line last:border-b-0 max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-2 max-md:gap-y-1 max-md:py-3">
      <th scope="row" className={cn(cell, "max-w-0 text-left font-regular max-md:max-w-none")}>
        <span className="block truncate font-medium">
          {name} {person.userId === me.id ? <Badge>{t("you")}</Badge> : null}
        </span>
        {name === email ? null : <span className="block truncate text-12 text-ink-3">{email}</span>}
        <DirectoryId id={externalId} />
      </th>
      <td className={cn(cell, "max-md:col-span-2 max-md:row-start-2")}>
        <PersonState person={person} />
      </td>
      <td className={cn(cell, "max-md:col-span-2")}>{t(`roles.${role}.name`)}</td>
      <td className={cn(cell, "max-md:col-span-2 max-md:empty:hidden")}>
        {groups.length ? (
          <span className="flex flex-wrap gap-1">
            {groups.map((group) => (
              <Badge key={group} className="whitespace-normal break-words">
                {group}
              </Badge>
            ))}
          </span>
        ) : null}
      </td>
      <td className={cn(cell, "whitespace-nowrap text-ink-2 max-md:col-span-2 max-md:text-12")}>
        <span className="md:hidden">{t("lastSignIn")}: </span>
        {person.lastSignInAt ? <RelativeTime at={person.lastSignInAt} /> : t("never")}
      </td>
      {acts ? (
        <td className={cn(cell, "text-right max-md:col-start-2 max-md:row-start-1")}>
          <PersonActions person={person} writes={writes} />
        </td>
      ) : null}
    </tr>
  );
}

function PeopleTable({ people, writes, stale }: { people: Person[]; writes: boolean; stale: boolean }) {
  const acts = useActs(writes);
  const t = useTranslations("people");
  return (
    <table
      aria-label={t("title")}
      aria-busy={stale}
      className={cn("w-full text-13 max-md:block", stale && "opacity-60")}
    >
      <thead className="border-b border-line-strong max-md:sr-only">
        <tr>
          <th scope="col" className={cn(head, "w-[30%]")}>
            {t("person")}
          </th>
          <th scope="col" className={head}>
            {t("stateHead")}
          </th>
          <th scope="col" className={head}>
            {t("role")}
          </th>
          <th scope="col" className={cn(head, "w-[26%]")}>
            {t("groups")}
          </th>
          <th scope="col" className={head}>
            {t("lastSignIn")}
          </th>
          {acts ? (
            <th scope="col" className={head}>
              <span className="sr-only">{t("actionsHead")}</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {people.map((person) => (
          <PersonRow key={person.id} person={person} writes={writes} />
        ))}
      </tbody>
    </table>
  );
}

/** The tenant's people, newest first, searched by name and address. */
export function PeopleList({
  tenantId,
  writes,
  action,
}: {
  tenantId: string;
  writes: boolean;
  /** The way to invite, for the empty state. */
  action: ReactNode;
}) {
  const t = useTranslations("people");
  const common = useTranslations("common.filter");
  const trpc = useTRPC();
  const [{ q, cursor }, set] = useQueryStates(
    { q: parseAsString.withDefault(""), cursor: parseAsString },
    { history: "replace", scroll: false },
  );
  const search = useCallback((next: string) => void set({ q: next || null, cursor: null }), [set]);
  const list = useQuery({
    ...trpc.members.people.queryOptions({
      tenantId,
      limit: PAGE,
      ...(q.trim() ? { q: q.trim().slice(0, 200) } : {}),
      ...(cursor ? { cursor } : {}),
    }),
    placeholderData: keepPreviousData,
  });
  const { data, error } = list;
  if (!data) return error ? <ErrorState error={error} onRetry={() => list.refetch()} /> : <TableSkeleton />;
  if (data.items.length === 0 && !q && !cursor)
    return (
      <EmptyState title={t("empty.title")} action={writes ? action : undefined} art={false}>
        {t(writes ? "empty.text" : "empty.reader")}
      </EmptyState>
    );
  return (
    <>
      <SearchInput
        value={q}
        onChange={search}
        label={t("search")}
        placeholder={t("search")}
        className="mb-3"
      />
      {error ? <ErrorState error={error} onRetry={() => list.refetch()} className="mb-3" /> : null}
      <PeopleTable people={data.items} writes={writes} stale={list.isPlaceholderData} />
      {data.items.length === 0 ? (
        <FilteredEmpty
          action={
            <Button size="s" onClick={() => search("")}>
              {common("clear")}
            </Button>
          }
        >
          {t("nothing", { q })}
        </FilteredEmpty>
      ) : null}
      <Pager
        shown={data.items.length}
        cursor={cursor}
        next={data.next}
        onCursor={(next) => void set({ cursor: next })}
      />
    </>
  );
}
