"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { useFormat } from "../../format/use-format";
import { PageBar } from "../../layout/top-bar";
import { CopyId } from "../../patterns/copy-button";
import { EmptyState } from "../../patterns/empty-state";
import { ErrorState } from "../../patterns/error-state";
import { PageHeader } from "../../patterns/page-header";
import { Pager } from "../../patterns/pager";
import { useTRPC } from "../../providers/trpc";
import { cellClass, PlainTable, TableSkeleton } from "../../settings/table";
import { Button } from "../../ui/button";
import { TextLink } from "../../ui/link";
import { type Archive, ArchiveActions } from "./archive-actions";
import { ArchiveEntries } from "./archive-entries";

interface Of {
  id: string;
  name: string;
}

function Row({ archive, all, onRead }: { archive: Archive; all: boolean; onRead: () => void }) {
  const t = useTranslations("audit.archive");
  const format = useFormat();
  const { entries, firstSeq: first, lastSeq: last, firstAt, lastAt, sha256, bytes, tenantId } = archive;
  return (
    <tr>
      <th scope="row" className={`${cellClass} text-left font-medium whitespace-nowrap`}>
        {format.day(firstAt)} – {format.day(lastAt)}
      </th>
      {all ? (
        <td className={cellClass}>
          <TextLink href={`/tenants/${tenantId}/activity`}>{tenantId}</TextLink>
        </td>
      ) : null}
      <td className={`${cellClass} tabular-nums`}>{t("count", { count: entries, first, last })}</td>
      <td className={`${cellClass} whitespace-nowrap tabular-nums`}>{format.bytes(bytes)}</td>
      <td className={cellClass}>
        <CopyId value={sha256} className="w-32" />
      </td>
      <td className={cellClass}>
        <span className="flex flex-wrap gap-1.5">
          <Button size="s" aria-label={t("readOf", { first, last })} onClick={onRead}>
            {t("read")}
          </Button>
          <ArchiveActions archive={archive} />
        </span>
      </td>
    </tr>
  );
}

/** Old entries of the audit: what was put aside, read and checked. Of one tenant, or of all. */
export function ArchivePage({ tenant }: { tenant?: Of }) {
  const t = useTranslations("audit.archive");
  const audit = useTranslations("audit");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const [{ read, cursor }, set] = useQueryStates(
    { read: parseAsString, cursor: parseAsString },
    { history: "push", scroll: false },
  );
  const { data, error, refetch } = useQuery({
    ...trpc.audit.archives.queryOptions({
      ...(tenant ? { tenantId: tenant.id } : {}),
      ...(cursor ? { cursor } : {}),
    }),
    placeholderData: keepPreviousData,
  });
  const archives = data?.items;
  const open = archives?.find(({ id }) => id === read);
  const crumbs = tenant
    ? [
        { label: shell("tenants"), href: "/tenants" },
        { label: tenant.name, href: `/tenants/${tenant.id}` },
        { label: audit("activity"), href: `/tenants/${tenant.id}/activity` },
      ]
    : [{ label: shell("control") }, { label: audit("title"), href: "/audit" }];
  return (
    <>
      <PageBar crumbs={[...crumbs, { label: t("title") }]} />
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      {error ? <ErrorState error={error} onRetry={() => refetch()} className="mb-3" /> : null}
      {!data && !error ? <TableSkeleton /> : null}
      {archives?.length === 0 ? (
        <EmptyState title={t("emptyTitle")} art={false}>
          {t("emptyText")}
        </EmptyState>
      ) : null}
      {open ? <ArchiveEntries key={open.id} archive={open} onBack={() => void set({ read: null })} /> : null}
      {archives && archives.length > 0 && !open ? (
        <PlainTable
          label={t("table")}
          heads={[
            t("span"),
            ...(tenant ? [] : [t("tenant")]),
            t("entries"),
            t("size"),
            t("sum"),
            <span key="actions" className="sr-only">
              {t("actionsHead")}
            </span>,
          ]}
        >
          {archives.map((archive) => (
            <Row
              key={archive.id}
              archive={archive}
              all={!tenant}
              onRead={() => void set({ read: archive.id })}
            />
          ))}
        </PlainTable>
      ) : null}
      {data && !open && (cursor || data.next) ? (
        <Pager
          shown={data.items.length}
          cursor={cursor}
          next={data.next}
          onCursor={(next) => void set({ cursor: next })}
        />
      ) : null}
    </>
  );
}
