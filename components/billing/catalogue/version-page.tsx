"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormat } from "../../format/use-format";
import { EmptyState } from "../../patterns/empty-state";
import { ErrorState, errorText } from "../../patterns/error-state";
import { TitleBlock, TitleCell } from "../../patterns/title-block";
import { useMay } from "../../providers/me";
import { useTRPC } from "../../providers/trpc";
import { TableSkeleton } from "../../settings/table";
import { Button, ButtonLink } from "../../ui/button";
import { TextLink } from "../../ui/link";
import { Segmented } from "../../ui/segmented";
import { Card } from "../../ui/small";
import { notify } from "../../ui/toast";
import { FiguresTable, wordClass } from "../fleet/figures-table";
import { FleetBillingFrame } from "../fleet/frame";
import { useTitle } from "../use-words";
import { PlanMark } from "./catalogue-page";
import { planHref, tenantsHref } from "./plan-href";
import { RetireButton } from "./retire-button";
import { type CataloguePlan, differencesOf, usePlanFacts } from "./use-plan-facts";

function Lines({ lines }: { lines: readonly string[] }) {
  return lines.length === 0 ? (
    <span className="text-ink-3">–</span>
  ) : (
    lines.map((line) => (
      <span key={line} className="block">
        {line}
      </span>
    ))
  );
}

/** What this version says otherwise than the one before, in every currency both have. */
function Changes({ plan, before }: { plan: CataloguePlan; before: CataloguePlan }) {
  const t = useTranslations("catalogue.diff");
  const factsOf = usePlanFacts();
  const currencies = [...new Set([...plan.currencies, ...before.currencies])];
  const changes = differencesOf(factsOf(before, currencies), factsOf(plan, currencies));
  return (
    <Card id="plan-changes" title={t("title", { version: before.version })}>
      {changes.length === 0 ? <p className="px-4 py-3.5 text-13 text-ink-3">{t("none")}</p> : null}
      {changes.length > 0 ? (
        <FiguresTable
          label={t("title", { version: before.version })}
          words={[t("what"), t("before", { version: before.version }), t("now", { version: plan.version })]}
          figures={[]}
        >
          {changes.map(({ key, label, before: was, after: is }) => (
            <tr key={key} className="align-top">
              <td className={`${wordClass} min-w-32`}>{label}</td>
              <td className={`${wordClass} min-w-32 text-ink-2`}>
                <Lines lines={was} />
              </td>
              <td className={`${wordClass} min-w-32 font-medium`}>
                <Lines lines={is} />
              </td>
            </tr>
          ))}
        </FiguresTable>
      ) : null}
    </Card>
  );
}

function Facts({ plan }: { plan: CataloguePlan }) {
  const t = useTranslations("catalogue");
  const factsOf = usePlanFacts();
  const [chosen, setChosen] = useState(plan.currencies[0] ?? "EUR");
  return (
    <Card
      id="plan-facts"
      title={t("has")}
      aside={
        plan.currencies.length > 1 && plan.currencies.length < 7 ? (
          <Segmented
            label={t("currency")}
            value={chosen}
            onValueChange={setChosen}
            options={plan.currencies.map((value) => ({ value, label: value }))}
          />
        ) : undefined
      }
    >
      <dl>
        {factsOf(plan, [chosen]).map(({ key, label, lines }) => (
          <div key={key} className="flex gap-4 border-line px-4 py-1.5 text-13 not-first:border-t">
            <dt className="min-w-2/5 flex-1 text-ink-2">{label}</dt>
            <dd className="min-w-0 text-right tabular-nums">
              <Lines lines={lines} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** Gives the version as the installation's file writes it. */
function ExportButton({ plan }: { plan: CataloguePlan }) {
  const t = useTranslations("catalogue.yaml");
  const trpc = useTRPC();
  const queries = useQueryClient();
  async function save() {
    try {
      const { name, text } = await queries.fetchQuery(trpc.plans.yaml.queryOptions({ ref: plan.ref }));
      const address = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
      const link = Object.assign(document.createElement("a"), { href: address, download: name });
      link.click();
      URL.revokeObjectURL(address);
    } catch (error) {
      notify({ kind: "error", title: t("failed"), description: errorText(error) });
    }
  }
  return (
    <Button onClick={save}>
      <Download />
      {t("export")}
    </Button>
  );
}

function Whole({ plan, versions }: { plan: CataloguePlan; versions: readonly CataloguePlan[] }) {
  const t = useTranslations("catalogue");
  const { count, day } = useFormat();
  const before = versions.find((one) => one.version < plan.version);
  return (
    <>
      <TitleBlock>
        <TitleCell label={t("state")}>
          <PlanMark plan={plan} />
        </TitleCell>
        <TitleCell label={t("tenants")}>
          {plan.tenants > 0 ? <TextLink href={tenantsHref(plan.ref)}>{count(plan.tenants)}</TextLink> : "0"}
        </TitleCell>
        <TitleCell label={t("currencies")}>{plan.currencies.join(", ") || "–"}</TitleCell>
        <TitleCell label={t("madeHead")}>{plan.createdAt ? day(plan.createdAt) : t("ofFileShort")}</TitleCell>
      </TitleBlock>
      {plan.made ? null : <p className="mb-5 max-w-3xl text-13 text-ink-2">{t("fileLead")}</p>}
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <Facts plan={plan} />
        <div className="grid min-w-0 gap-5">
          {before ? <Changes plan={plan} before={before} /> : null}
          {versions.length > 1 ? (
            <Card id="plan-versions" title={t("versions")}>
              <ul>
                {versions.map((one) => (
                  <li
                    key={one.ref}
                    className="flex min-h-11 items-center gap-2 border-line px-4 text-13 not-first:border-t"
                  >
                    {one.ref === plan.ref ? (
                      <span className="font-medium">{t("version", { version: one.version })}</span>
                    ) : (
                      <TextLink href={planHref(one.ref)}>{t("version", { version: one.version })}</TextLink>
                    )}
                    <PlanMark plan={one} />
                    <span className="ml-auto text-12 text-ink-3">{t("onIt", { count: one.tenants })}</span>
                  </li>
                ))}
              </ul>
            </Card>
          ) : null}
        </div>
      </div>
    </>
  );
}

/** One version of a plan: all it says, what changed in it, who is on it. */
export function VersionPage({ plan: ref }: { plan: string }) {
  const t = useTranslations("catalogue");
  const trpc = useTRPC();
  const titleOf = useTitle();
  const writes = useMay("plans:write");
  const { data, error, refetch } = useQuery(trpc.plans.catalogue.queryOptions());
  const plan = data?.find((one) => one.ref === ref);
  const title = plan ? `${titleOf(plan.title)}, ${t("version", { version: plan.version })}` : ref;
  return (
    <FleetBillingFrame
      here="plans"
      title={title}
      under={title}
      actions={
        plan ? (
          <>
            <ExportButton plan={plan} />
            {writes && plan.made ? <RetireButton plan={plan} /> : null}
            {writes ? (
              <ButtonLink variant="primary" href={`/billing/plans/new?from=${encodeURIComponent(ref)}`}>
                {t("newVersion")}
              </ButtonLink>
            ) : null}
          </>
        ) : undefined
      }
    >
      {data && plan ? <Whole plan={plan} versions={data.filter((one) => one.id === plan.id)} /> : null}
      {data && !plan ? (
        <EmptyState title={t("unknown")} art={false}>
          <TextLink href="/billing/plans">{t("toPlans")}</TextLink>
        </EmptyState>
      ) : null}
      {!data && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!data && !error ? <TableSkeleton /> : null}
    </FleetBillingFrame>
  );
}
