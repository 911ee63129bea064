"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { PLAN_WHEN } from "@/server/provisioning/fleet-plan-schemas";
import { useFormat } from "../../format/use-format";
import { PageBar } from "../../layout/top-bar";
import { EmptyState } from "../../patterns/empty-state";
import { ErrorState, errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { PageHeader } from "../../patterns/page-header";
import { useTRPC } from "../../providers/trpc";
import { TableSkeleton } from "../../settings/table";
import { MOST_NAMED } from "../../templates/add/search-params";
import { planName } from "../../tenants/plan-name";
import { Button, ButtonLink } from "../../ui/button";
import { Field } from "../../ui/field";
import { Segmented } from "../../ui/segmented";
import { Select } from "../../ui/select";
import { useTarget } from "../use-target";
import { PlanTable } from "./plan-table";

type When = (typeof PLAN_WHEN)[number];

/** The newest version of each plan that is offered. */
function usePlans() {
  const trpc = useTRPC();
  const query = useQuery(trpc.plans.list.queryOptions());
  const offered = (query.data ?? []).filter((plan) => !plan.retired);
  const refs = offered
    .filter((plan) => !offered.some((other) => other.id === plan.id && other.version > plan.version))
    .map((plan) => plan.ref);
  return { refs, query };
}

function Check({ plan, when }: { plan: string; when: When }) {
  const t = useTranslations("fleet.plan");
  const format = useFormat();
  const trpc = useTRPC();
  const router = useRouter();
  const target = useTarget();
  const preview = useQuery({
    ...trpc.fleet.planPreview.queryOptions({ plan, when, ...target }),
    gcTime: 0,
  });
  // Named tenants were chosen before; of all active ones nobody is until ticked.
  const named = target.ids !== undefined;
  const [ticked, setTicked] = useState<Set<string> | null>(null);
  const start = useMutation(
    trpc.fleet.changePlan.mutationOptions({ onSuccess: ({ run }) => router.push(`/runs/${run}`) }),
  );
  const { data } = preview;
  if (!data)
    return preview.error ? (
      <ErrorState error={preview.error} onRetry={() => preview.refetch()} />
    ) : (
      <TableSkeleton />
    );
  if (data.rows.length === 0) return <EmptyState title={t("emptyTitle")}>{t("emptyText")}</EmptyState>;
  const fit = data.rows.filter((row) => row.problem === null).map((row) => row.tenantId);
  const chosen = ticked ?? new Set(named ? fit : []);
  const tooMany = chosen.size > MOST_NAMED;
  return (
    <>
      {start.error ? (
        <Notice tone="failed" live className="mb-4">
          {errorText(start.error)}
        </Notice>
      ) : null}
      {data.over ? (
        <Notice tone="queued" className="mb-4">
          {t("over", { limit: format.count(data.limit) })}
        </Notice>
      ) : null}
      <p role="status" className="mb-3 text-13 text-ink-2">
        {t("counted", { fit: fit.length, all: data.rows.length })} {t("reckoned")}
      </p>
      <PlanTable rows={data.rows} chosen={chosen} onChange={setTicked} />
      <div className="sticky bottom-0 mt-4 flex flex-wrap items-center gap-3 border-t border-line bg-canvas py-3">
        <Button
          variant="primary"
          disabled={chosen.size === 0 || tooMany}
          busy={start.isPending}
          onClick={() => start.mutate({ plan, when, ids: [...chosen] })}
        >
          {t("start", { count: chosen.size })}
        </Button>
        <ButtonLink href="/tenants">{t("cancel")}</ButtonLink>
        {tooMany ? <p className="text-13 text-failed-ink">{t("tooMany", { limit: MOST_NAMED })}</p> : null}
      </div>
    </>
  );
}

/** Gives tenants another plan, with their subscriptions: a check of each first, then one run for those chosen. */
export function PlanPage() {
  const t = useTranslations("fleet.plan");
  const shell = useTranslations("shell");
  const { refs, query } = usePlans();
  const [{ to, when }, set] = useQueryStates(
    { to: parseAsString, when: parseAsStringLiteral(PLAN_WHEN).withDefault("now") },
    { history: "replace", scroll: false },
  );
  const plan = refs.find((ref) => ref === to) ?? refs[0];
  return (
    <>
      <PageBar
        crumbs={[
          { label: shell("fleet") },
          { label: shell("tenants"), href: "/tenants" },
          { label: t("crumb") },
        ]}
      />
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      {query.error && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : plan ? (
        <>
          <div className="mb-5 flex flex-wrap items-end gap-4">
            <Field label={t("to")} className="w-56">
              <Select
                value={plan}
                onValueChange={(next) => void set({ to: next })}
                options={refs.map((ref) => ({ value: ref, label: planName(ref) }))}
              />
            </Field>
            <Segmented
              label={t("when")}
              value={when}
              onValueChange={(next) => void set({ when: next })}
              options={[
                { value: "now", label: t("now") },
                { value: "period-end", label: t("end") },
              ]}
            />
          </div>
          <Check key={`${plan} ${when}`} plan={plan} when={when} />
        </>
      ) : (
        <TableSkeleton />
      )}
    </>
  );
}
