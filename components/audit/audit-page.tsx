"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { PageBar } from "../layout/top-bar";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { Pager } from "../patterns/pager";
import { useTRPC } from "../providers/trpc";
import { TableSkeleton } from "../settings/table";
import { Button, ButtonLink } from "../ui/button";
import { CheckNotice, ExportButtons, useVerify } from "./actions";
import { AuditFilters } from "./filters";
import { auditFilterOf, auditSearch } from "./search";
import { AuditTable } from "./table";

/** The audit of the installation, or of one tenant as its activity. */
export function AuditPage({ tenant }: { tenant?: { id: string; name: string } }) {
  const t = useTranslations("audit");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const [search, set] = useQueryStates(auditSearch, { history: "push", shallow: true, scroll: false });
  const filter = auditFilterOf(search, tenant?.id);
  const list = useQuery({
    ...trpc.audit.list.queryOptions({ ...filter, cursor: search.cursor ?? undefined }),
    placeholderData: keepPreviousData,
  });
  const verify = useVerify();
  const filtered = Boolean(search.actor || search.action || search.from || search.to);
  const title = t(tenant ? "activity" : "title");
  const crumbs = tenant
    ? [
        { label: shell("tenants"), href: "/tenants" },
        { label: tenant.name, href: `/tenants/${tenant.id}` },
        { label: title },
      ]
    : [{ label: shell("control") }, { label: title }];
  return (
    <>
      <PageBar crumbs={crumbs} />
      <PageHeader
        title={title}
        actions={
          <>
            <ButtonLink href={tenant ? `/tenants/${tenant.id}/activity/archive` : "/audit/archive"}>
              {t("archive.open")}
            </ButtonLink>
            <ExportButtons filter={filter} />
            <Button busy={verify.isPending} onClick={() => verify.mutate({ tenantId: tenant?.id })}>
              {t("verify")}
            </Button>
          </>
        }
      >
        {t("lead")}
      </PageHeader>
      <CheckNotice check={verify.data} error={verify.error} />
      <AuditFilters search={search} onSearch={set} />
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data === undefined && !list.error ? <TableSkeleton /> : null}
      {list.data?.items.length === 0 ? (
        <p className="py-6 text-13 text-ink-2">{t(filtered ? "nothingFits" : "nothing")}</p>
      ) : null}
      {list.data && list.data.items.length > 0 ? (
        <>
          <AuditTable lines={list.data.items} linked={!tenant} />
          <Pager
            shown={list.data.items.length}
            cursor={search.cursor}
            next={list.data.next}
            onCursor={(cursor) => set({ cursor })}
          />
        </>
      ) : null}
    </>
  );
}
