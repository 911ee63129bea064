"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageBar } from "../layout/top-bar";
import { PageHeader } from "../patterns/page-header";
import { useTRPC } from "../providers/trpc";

/** Where one is in a tenant's billing, and the page's head. */
export function BillingFrame({
  tenantId,
  title,
  here,
  under,
  lead,
  actions,
  children,
}: {
  tenantId: string;
  /** Left out: it is the page of plan and usage itself. */
  here?: string;
  title: ReactNode;
  /** A page between plan and usage and this one. */
  under?: { label: string; href: string };
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("billing.page");
  const shell = useTranslations("shell");
  const trpc = useTRPC();
  const { data: tenant } = useQuery(trpc.tenants.get.queryOptions({ id: tenantId }));
  const own = `/tenants/${tenantId}/billing`;
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("tenants"), href: "/tenants" },
          { label: tenant?.name ?? tenantId, href: `/tenants/${tenantId}` },
          here ? { label: t("title"), href: own } : { label: t("title") },
          ...(under ? [under] : []),
          ...(here ? [{ label: here }] : []),
        ]}
      />
      <PageHeader title={title} actions={actions}>
        {lead}
      </PageHeader>
      {children}
    </>
  );
}
