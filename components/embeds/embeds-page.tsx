"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageBar } from "../layout/top-bar";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { TextLink } from "../ui/link";
import { Skeleton } from "../ui/small";
import { Keys } from "./keys";
import { Origins } from "./origins";
import { Sessions } from "./sessions";
import { useEmbeds } from "./use-embeds";

function Box({ children }: { children: ReactNode }) {
  return <div className="min-w-0 rounded-3 border border-line-strong bg-surface px-4 py-3">{children}</div>;
}

/** The tenant's apps: what is embedded. */
function Apps({ tenantId }: { tenantId: string }) {
  const t = useTranslations("embeds.page");
  const trpc = useTRPC();
  const plays = useMay("embeds:preview", tenantId);
  const { data, error, refetch } = useQuery(trpc.apps.list.queryOptions({ tenantId, limit: 100 }));
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => refetch()} /> : <Skeleton className="h-8" />;
  if (data.items.length === 0) return <p className="text-13 text-ink-2">{t("noApps")}</p>;
  return (
    <ul>
      {data.items.map((app) => (
        <li key={app.id} className="border-line py-2 text-13 not-first:border-t">
          <span className="flex flex-wrap items-baseline gap-x-3">
            <TextLink href={`/tenants/${tenantId}/apps/${app.id}`} className="flex-1">
              {app.title}
            </TextLink>
            {app.publishedAt && plays ? (
              <TextLink
                href={`/tenants/${tenantId}/embeds/${app.id}`}
                aria-label={t("playgroundOf", { app: app.title })}
              >
                {t("playground")}
              </TextLink>
            ) : null}
          </span>
          {app.publishedAt ? null : <span className="block text-12 text-ink-3">{t("notPublished")}</span>}
        </li>
      ))}
    </ul>
  );
}

/** How a tenant's apps come into pages of its products: which pages, whose tokens, who looks now. */
export function EmbedsPage({ tenantId }: { tenantId: string }) {
  const t = useTranslations("embeds.page");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const { data: tenant } = useQuery(trpc.tenants.get.queryOptions({ id: tenantId }));
  const { data: embeds, error, refetch } = useEmbeds(tenantId).query;
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("tenants"), href: "/tenants" },
          { label: tenant?.name ?? tenantId, href: `/tenants/${tenantId}` },
          { label: t("title") },
        ]}
      />
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      {embeds ? (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="grid min-w-0 gap-5">
            <Box>
              <Origins embeds={embeds} />
            </Box>
            <Box>
              <Keys embeds={embeds} />
            </Box>
          </div>
          <div className="grid min-w-0 gap-5">
            <Box>
              <h2 className="mb-1 text-16 font-strong tracking-tight">{t("apps")}</h2>
              <p className="mb-2 text-13 text-ink-2">{t("appsText")}</p>
              <Apps tenantId={tenantId} />
            </Box>
            <Box>
              <Sessions embeds={embeds} />
            </Box>
          </div>
        </div>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <div aria-busy="true" className="grid gap-5 lg:grid-cols-2">
          <Skeleton className="h-56 rounded-3" />
          <Skeleton className="h-56 rounded-3" />
        </div>
      )}
    </>
  );
}
