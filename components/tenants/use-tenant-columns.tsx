"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useFormat } from "../format/use-format";
import { type Column, RowLink, TwoLines } from "../patterns/data-table";
import { Meter } from "../patterns/meter";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import type { RouterOutputs } from "../providers/types";
import { ReloadBars } from "../reloads/reload-bars";
import { Badge } from "../ui/small";
import { planName } from "./plan-name";
import { TenantStatus, useTenantReason } from "./tenant-state";

export type TenantRow = RouterOutputs["tenants"]["list"]["items"][number];

export type TenantFacts = RouterOutputs["tenants"]["facts"][number];

/** A draft goes on in the wizard; anything else has a page of its own. */
export const tenantAddress = ({ id, state }: Pick<TenantRow, "id" | "state">) =>
  state === "draft" ? `/tenants/new/${id}` : `/tenants/${id}`;

/** Rows of what is published against the plan's limit. */
function PlanCell({ tenant, facts }: { tenant: TenantRow; facts?: TenantFacts }) {
  const t = useTranslations("tenants");
  const format = useFormat();
  const rows = facts?.rows ?? 0;
  const share = facts?.rowLimit ? rows / facts.rowLimit : null;
  return (
    <TwoLines
      below={
        share !== null && rows > 0 ? (
          <span className="flex items-center gap-2">
            <Meter
              value={share}
              label={t("rowsInPlan")}
              className="w-14"
              tone={share > 1 ? "failed" : "plain"}
            />
            {t("rowsShare", { rows: format.compact(rows), share: format.percent(share) })}
          </span>
        ) : (
          platformWord(t, tenant.platform)
        )
      }
    >
      {planName(tenant.plan)}
    </TwoLines>
  );
}

/** Its first app with the version it is on, and how many more there are. */
function AppsCell({ facts }: { facts?: TenantFacts }) {
  const common = useTranslations("common");
  const [first, ...more] = facts?.apps ?? [];
  if (!facts) return null;
  if (!first) return <span className="text-ink-3">{common("none")}</span>;
  return (
    <TwoLines below={first.version}>
      {first.template} {more.length > 0 ? <Badge>+{more.length}</Badge> : null}
    </TwoLines>
  );
}

export function useTenantColumns(facts: ReadonlyMap<string, TenantFacts>): Column<TenantRow>[] {
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
        width: "25%",
        cell: (tenant) => (
          <RowLink
            href={tenantAddress(tenant)}
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
        width: "23%",
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
        id: "apps",
        header: t("column.apps"),
        card: "hidden",
        className: "max-lg:hidden",
        cell: (tenant) => <AppsCell facts={facts.get(tenant.id)} />,
      },
      {
        id: "reloads",
        header: t("column.reloads"),
        card: "hidden",
        className: "max-lg:hidden",
        cell: (tenant) => <ReloadBars states={facts.get(tenant.id)?.reloads ?? []} />,
      },
      {
        id: "plan",
        header: t("column.plan"),
        sort: "plan",
        card: "hidden",
        cell: (tenant) => <PlanCell tenant={tenant} facts={facts.get(tenant.id)} />,
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
    [t, common, format, reason, facts],
  );
}

/** The platform in words; an unknown one by its id. */
export function platformWord(t: ReturnType<typeof useTranslations<"tenants">>, platform: string): string {
  return platform === "built-in" || platform === "qlik-cloud" ? t(`platform.${platform}`) : platform;
}
