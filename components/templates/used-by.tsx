"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { ErrorState } from "../patterns/error-state";
import { Plot } from "../patterns/plot";
import { useTRPCClient } from "../providers/trpc";
import { Button } from "../ui/button";
import { Badge, Skeleton } from "../ui/small";
import { FactsTable } from "./facts-table";

/** Tenants that have an app of this template, and which version each is on. */
export function UsedBy({ template, version }: { template: string; version: string }) {
  const t = useTranslations("templates.version");
  const client = useTRPCClient();
  // Not tRPC's own infinite query: that adds a `direction`, which no verb knows.
  const use = useInfiniteQuery({
    queryKey: ["templates.use", template],
    queryFn: ({ pageParam, signal }) =>
      client.templates.use.query({ id: template, limit: 50, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const rows = use.data?.pages.flatMap((page) => page.items);
  if (use.error) return <ErrorState error={use.error} onRetry={() => use.refetch()} />;
  if (!rows) return <Skeleton className="h-40 rounded-3" />;
  if (rows.length === 0) return <p className="text-13 text-ink-3">{t("unused")}</p>;
  return (
    <>
      <div className="rounded-3 border border-line-strong">
        <FactsTable
          label={t("usedBy")}
          columns={[t("tenant"), t("app"), t("published"), t("staged")]}
          rows={rows.map((row) => ({
            key: row.app,
            cells: [
              <Link
                key="t"
                href={`/tenants/${row.tenantId}`}
                className="flex min-h-6 items-center gap-2 font-medium hover:underline"
                prefetch={false}
              >
                <Plot id={row.tenantId} size={20} />
                {row.tenant}
              </Link>,
              <Link
                key="a"
                href={`/tenants/${row.tenantId}/apps/${row.app}`}
                className="inline-block min-h-6 text-accent-ink hover:underline"
                prefetch={false}
              >
                {row.title}
              </Link>,
              <span key="p">
                {row.publishedVersion ?? "–"}{" "}
                {row.publishedVersion && row.publishedVersion !== version ? (
                  <Badge>{t("other")}</Badge>
                ) : null}
              </span>,
              row.stagedVersion && row.stagedVersion !== row.publishedVersion ? row.stagedVersion : "–",
            ],
          }))}
        />
      </div>
      {use.hasNextPage ? (
        <Button className="mt-3" busy={use.isFetchingNextPage} onClick={() => use.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </>
  );
}
