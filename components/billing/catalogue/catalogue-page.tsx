"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../../format/use-format";
import { ErrorState } from "../../patterns/error-state";
import { useMay } from "../../providers/me";
import { useTRPC } from "../../providers/trpc";
import { TableSkeleton } from "../../settings/table";
import { ButtonLink } from "../../ui/button";
import { TextLink } from "../../ui/link";
import { Badge, Card } from "../../ui/small";
import { FiguresTable, figureClass, wordClass } from "../fleet/figures-table";
import { FleetBillingFrame } from "../fleet/frame";
import { baseOf } from "../plan-card";
import { useTitle } from "../use-words";
import { planHref, tenantsHref } from "./plan-href";
import type { CataloguePlan } from "./use-plan-facts";

/** Whether a version is what tenants may choose. */
export function PlanMark({ plan }: { plan: CataloguePlan }) {
  const t = useTranslations("catalogue");
  if (plan.offered) return <Badge accent>{t("offered")}</Badge>;
  return <Badge>{t(plan.retired ? "retired" : "older")}</Badge>;
}

function VersionRow({ plan }: { plan: CataloguePlan }) {
  const t = useTranslations("catalogue");
  const { price, count, day } = useFormat();
  const { currencies, pricing, tenants } = plan;
  return (
    <tr className="align-top hover:bg-hover">
      <td className={`${wordClass} whitespace-nowrap`}>
        <TextLink href={planHref(plan.ref)}>{t("version", { version: plan.version })}</TextLink>{" "}
        <PlanMark plan={plan} />
        <span className="block text-12 text-ink-3">
          {plan.createdAt ? t("madeOn", { day: day(plan.createdAt) }) : t("ofFile")}
        </span>
      </td>
      <td className={`${wordClass} min-w-44 tabular-nums`}>
        {currencies.length === 0 ? <span className="text-ink-3">{t("free")}</span> : null}
        {currencies.map((code) => (
          <span key={code} className="mr-3 inline-block whitespace-nowrap">
            {price(String(baseOf(plan, code)), code)}
          </span>
        ))}
        <span className="block text-12 text-ink-3">
          {t(pricing.interval === "year" ? "aYear" : "aMonth")}
          {" · "}
          {t("usageCharges", { count: pricing.charges.filter((c) => c.kind === "usage").length })}
        </span>
      </td>
      <td className={figureClass}>{t("trial", { count: pricing.trialDays })}</td>
      <td className={figureClass}>
        {tenants > 0 ? <TextLink href={tenantsHref(plan.ref)}>{count(tenants)}</TextLink> : "0"}
      </td>
    </tr>
  );
}

function PlanSection({ versions }: { versions: readonly CataloguePlan[] }) {
  const t = useTranslations("catalogue");
  const titleOf = useTitle();
  const writes = useMay("plans:write");
  const [newest] = versions;
  if (!newest) return null;
  const name = titleOf(newest.title);
  return (
    <Card
      id={`plan-${newest.id}`}
      title={name}
      aside={
        <>
          <code className="text-12 text-ink-3">{newest.id}</code>
          {writes ? (
            <ButtonLink
              size="s"
              href={`/billing/plans/new?from=${encodeURIComponent(newest.ref)}`}
              aria-label={t("newVersionOf", { plan: name })}
            >
              {t("newVersion")}
            </ButtonLink>
          ) : null}
        </>
      }
    >
      <FiguresTable
        label={t("versionsOf", { plan: name })}
        words={[t("versionHead"), t("fixed")]}
        figures={[t("trialHead"), t("tenants")]}
      >
        {versions.map((plan) => (
          <VersionRow key={plan.ref} plan={plan} />
        ))}
      </FiguresTable>
    </Card>
  );
}

/** The operators' catalogue: each plan with its versions, what they cost, who is on them. */
export function CataloguePage() {
  const t = useTranslations("catalogue");
  const trpc = useTRPC();
  const writes = useMay("plans:write");
  const { data, error, refetch } = useQuery(trpc.plans.catalogue.queryOptions());
  const ids = [...new Set(data?.map((plan) => plan.id))];
  return (
    <FleetBillingFrame
      here="plans"
      actions={
        writes ? (
          <ButtonLink variant="primary" href="/billing/plans/new">
            {t("new")}
          </ButtonLink>
        ) : undefined
      }
    >
      <p className="mb-4 max-w-3xl text-13 text-ink-2">{t("lead")}</p>
      {data ? (
        <div className="grid gap-5">
          {ids.map((id) => (
            <PlanSection key={id} versions={data.filter((plan) => plan.id === id)} />
          ))}
        </div>
      ) : null}
      {!data && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!data && !error ? <TableSkeleton /> : null}
    </FleetBillingFrame>
  );
}
