"use client";

import "../../dashboards/brand-fonts";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { PageBar } from "../../layout/top-bar";
import { ErrorState } from "../../patterns/error-state";
import { PageHeader } from "../../patterns/page-header";
import { useTRPC } from "../../providers/trpc";
import { TableSkeleton } from "../../settings/table";
import { Capabilities } from "./capabilities";
import { IdentityForm } from "./identity-form";
import { RetentionForm } from "./retention-form";

/** How a tenant calls itself, speaks and looks, how long it keeps what, and what it may use; its own admins are here. */
export function TenantSettings({ tenantId }: { tenantId: string }) {
  const t = useTranslations("tenants.settings");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const { data: tenant, error, refetch } = useQuery(trpc.tenants.get.queryOptions({ id: tenantId }));
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
      {tenant ? (
        <div className="grid max-w-(--w-form) gap-9">
          <IdentityForm key={tenant.updatedAt.getTime()} tenant={tenant} />
          <Capabilities tenantId={tenantId} />
          <RetentionForm key={JSON.stringify(tenant.retention)} tenant={tenant} />
        </div>
      ) : null}
      {!tenant && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!tenant && !error ? <TableSkeleton /> : null}
    </>
  );
}
