"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EmptyState } from "../patterns/empty-state";
import { ErrorState } from "../patterns/error-state";
import { useTRPC } from "../providers/trpc";
import { TableSkeleton } from "../settings/table";
import { cn } from "../ui/cn";
import { TextLink } from "../ui/link";
import { DirectoryId } from "./directory-id";
import { type Group, GroupActions } from "./group-actions";

const cell = "px-2.5 py-2 align-top max-md:p-0";
const head = "h-8 px-2.5 text-left text-12 font-medium whitespace-nowrap text-ink-3";

function Apps({ tenantId, group }: { tenantId: string; group: Group }) {
  const t = useTranslations("people.group");
  if (group.apps.length === 0) return <span className="text-ink-3">{t("noApps")}</span>;
  return (
    <ul className="flex flex-wrap gap-x-3">
      {group.apps.map((app) => (
        <li key={app.id} className="min-w-0">
          <TextLink href={`/tenants/${tenantId}/apps/${app.id}?tab=access`}>{app.title}</TextLink>
        </li>
      ))}
    </ul>
  );
}

function GroupRow({ tenantId, group, writes }: { tenantId: string; group: Group; writes: boolean }) {
  const t = useTranslations("people.group");
  const { name, members, first, externalId } = group;
  const more = members - first.length;
  return (
    <tr className="border-b border-line last:border-b-0 max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-2 max-md:gap-y-1 max-md:py-3">
      <th scope="row" className={cn(cell, "text-left font-medium break-words")}>
        {name}
        <DirectoryId id={externalId} />
      </th>
      <td className={cn(cell, "max-md:col-span-2")}>
        <span className="block">{t("members", { count: members })}</span>
        <span className="block text-12 text-ink-3">
          {first.map((person) => person.name).join(", ")}
          {more > 0 ? ` ${t("more", { count: more })}` : ""}
        </span>
      </td>
      <td className={cn(cell, "max-md:col-span-2")}>
        <Apps tenantId={tenantId} group={group} />
      </td>
      {writes ? (
        <td className={cn(cell, "text-right max-md:col-start-2 max-md:row-start-1")}>
          <GroupActions group={group} />
        </td>
      ) : null}
    </tr>
  );
}

/** The tenant's groups: who is in them, and what they open. */
export function GroupsList({
  tenantId,
  writes,
  action,
}: {
  tenantId: string;
  writes: boolean;
  action: ReactNode;
}) {
  const t = useTranslations("people.group");
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.members.groupList.queryOptions({ tenantId }));
  if (!data) return error ? <ErrorState error={error} onRetry={() => refetch()} /> : <TableSkeleton />;
  if (data.length === 0)
    return (
      <EmptyState title={t("emptyTitle")} action={writes ? action : undefined} art={false}>
        {t("emptyText")}
      </EmptyState>
    );
  return (
    <>
      {error ? <ErrorState error={error} onRetry={() => refetch()} className="mb-3" /> : null}
      <p className="mb-3 max-w-[42rem] text-13 text-ink-2">{t("lead")}</p>
      <table aria-label={t("title")} className="w-full text-13 max-md:block">
        <thead className="border-b border-line-strong max-md:sr-only">
          <tr>
            <th scope="col" className={cn(head, "w-[28%]")}>
              {t("group")}
            </th>
            <th scope="col" className={head}>
              {t("people")}
            </th>
            <th scope="col" className={cn(head, "w-[36%]")}>
              {t("opens")}
            </th>
            {writes ? (
              <th scope="col" className={head}>
                <span className="sr-only">{t("actionsHead")}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {data.map((group) => (
            <GroupRow key={group.id} tenantId={tenantId} group={group} writes={writes} />
          ))}
        </tbody>
      </table>
    </>
  );
}
