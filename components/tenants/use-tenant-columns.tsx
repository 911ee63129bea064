"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useFormat } from "../format/use-format";
import { type Column, RowLink, TwoLines } from "../patterns/data-table";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import type { RouterOutputs } from "../providers/types";
import { Badge } from "../ui/small";
import { planName } from "./plan-name";
import { TenantStatus, useTenantReason } from "./tenant-state";

export type TenantRow = RouterOutputs["tenants"]["list"]["items"][number];

export function useTenantColumns(): Column<TenantRow>[] {
  const t = useTranslations("tenants");
  const common = useTranslations("common");
  const format = useFormat();
  const reason = useTenantReason();
  return useMemo(
    () => [
      {
        id: "tenant",
        header: t("column.tenant"),
        sort: "name",
        card: "title",
        width: "32%",
        cell: (tenant) => (
          <RowLink
            href={`/tenants/${tenant.id}`}
            mark={<Plot id={tenant.id} />}
            below={
              <>
                {/* A card has no room for both: there the reason counts. */}
                <span className="md:hidden">{reason(tenant) ?? tenant.slug}</span>
                <span className="max-md:hidden">
                  {tenant.slug}
                  {tenant.sample ? <Badge className="ml-1.5">{t("sample")}</Badge> : null}
                </span>
              </>
            }
          >
            {tenant.name}
          </RowLink>
        ),
      },
      {
        id: "state",
        header: t("column.state"),
        sort: "state",
        card: "state",
        width: "30%",
        cell: (tenant) => {
          const why = reason(tenant);
          return (
            <TwoLines below={why ? <span className="pl-5 max-md:hidden">{why}</span> : undefined}>
              <TenantStatus tenant={tenant} />
            </TwoLines>
          );
        },
      },
      {
        id: "plan",
        header: t("column.plan"),
        sort: "plan",
        card: "hidden",
        cell: (tenant) => (
          <TwoLines below={platformWord(t, tenant.platform)}>{planName(tenant.plan)}</TwoLines>
        ),
      },
      {
        id: "age",
        header: t("column.age"),
        numeric: true,
        card: "detail",
        className: "max-md:text-12 max-md:text-ink-3",
        cell: (tenant) =>
          tenant.lastReloadAt ? (
            <>
              <span className="md:hidden">{t("data")} </span>
              <RelativeTime at={tenant.lastReloadAt} bare />
            </>
          ) : (
            <span className="text-ink-3 max-md:hidden">
              {tenant.state === "active" ? t("noData") : common("none")}
            </span>
          ),
      },
      {
        id: "created",
        header: t("column.created"),
        sort: "created",
        numeric: true,
        card: "hidden",
        className: "text-ink-2",
        cell: (tenant) => (
          <time dateTime={tenant.createdAt.toISOString()} title={format.full(tenant.createdAt)}>
            {format.day(tenant.createdAt)}
          </time>
        ),
      },
    ],
    [t, common, format, reason],
  );
}

/** The platform in words; an unknown one by its id. */
export function platformWord(t: ReturnType<typeof useTranslations<"tenants">>, platform: string): string {
  return platform === "built-in" || platform === "qlik-cloud" ? t(`platform.${platform}`) : platform;
}
