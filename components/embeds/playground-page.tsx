"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PageBar } from "../layout/top-bar";
import { ErrorState } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { PageHeader } from "../patterns/page-header";
import { useTRPC } from "../providers/trpc";
import { Skeleton } from "../ui/small";
import { Playground } from "./playground";
import { useEmbeds } from "./use-embeds";

/** The playground of one app's embed. */
export function PlaygroundPage({ tenantId, appId }: { tenantId: string; appId: string }) {
  const t = useTranslations("embeds.playground");
  const page = useTranslations("embeds.page");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const { data: tenant } = useQuery(trpc.tenants.get.queryOptions({ id: tenantId }));
  const app = useQuery(trpc.apps.get.queryOptions({ id: appId }));
  const embeds = useEmbeds(tenantId).query;
  const failed = app.error ?? embeds.error;
  const again = () => void Promise.all([app.refetch(), embeds.refetch()]);
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("tenants"), href: "/tenants" },
          { label: tenant?.name ?? tenantId, href: `/tenants/${tenantId}` },
          { label: page("title"), href: `/tenants/${tenantId}/embeds` },
          { label: app.data?.title ?? appId },
        ]}
      />
      <PageHeader title={page("playgroundOf", { app: app.data?.title ?? appId })}>{t("lead")}</PageHeader>
      {app.data && embeds.data ? (
        app.data.published === null ? (
          <Notice tone="queued">{t("noData")}</Notice>
        ) : (
          <Playground app={app.data} embeds={embeds.data} />
        )
      ) : failed ? (
        <ErrorState error={failed} onRetry={again} />
      ) : (
        <Skeleton className="h-96 rounded-3" />
      )}
    </>
  );
}
