"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { ErrorState, errorText } from "../../../patterns/error-state";
import { Notice } from "../../../patterns/notice";
import { useTRPC } from "../../../providers/trpc";
import { TableSkeleton } from "../../../settings/table";
import { Button, ButtonLink } from "../../../ui/button";
import { notify } from "../../../ui/toast";
import { FleetBillingFrame } from "../../fleet/frame";
import { useBillingChanged } from "../../use-billing-changed";
import { useTitle } from "../../use-words";
import { planHref } from "../plan-href";
import { Allowed, Basics, Section } from "./basics";
import { ChargeCard } from "./charge-card";
import { PriceFields } from "./fields";
import { issuesOf, NO_ISSUES } from "./issues";
import { EMPTY, emptyCharge, type PlanData, planOf, rowKey, type TypedPlan, typedOf } from "./model";
import { AddonCard, LimitRow } from "./more-cards";
import { rowsOf } from "./rows";
import { YamlDialog } from "./yaml-dialog";

interface Editing {
  plan: TypedPlan;
  set: (part: Partial<TypedPlan>) => void;
  issues: typeof NO_ISSUES;
}

function Charges({ plan, set, issues }: Editing) {
  const t = useTranslations("catalogue.editor");
  const rows = rowsOf(plan.charges, (charges) => set({ charges }));
  return (
    <Section title={t("charges")} lead={t("chargesLead")}>
      {plan.charges.map((charge, i) => (
        <ChargeCard
          key={charge.key}
          charge={charge}
          number={i + 1}
          onChange={rows.change(charge.key)}
          onRemove={rows.remove(charge.key)}
          currencies={plan.currencies}
          issues={issues}
          path={`pricing.charges[${i}]`}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => rows.add(emptyCharge("flat"))}>
          <Plus />
          {t("addFixed")}
        </Button>
        <Button onClick={() => rows.add(emptyCharge("usage"))}>
          <Plus />
          {t("addUsage")}
        </Button>
      </div>
      <div>
        <p className="mb-2 text-13 text-ink-2">{t("minimumLead")}</p>
        <PriceFields
          label={t("minimum")}
          value={plan.minimum}
          onChange={(minimum) => set({ minimum })}
          currencies={plan.currencies}
          issues={issues}
          path="pricing.minimum"
        />
      </div>
    </Section>
  );
}

function Addons({ plan, set, issues }: Editing) {
  const t = useTranslations("catalogue.editor");
  const rows = rowsOf(plan.addons, (addons) => set({ addons }));
  const title = { en: "", de: "", fr: "" };
  return (
    <Section title={t("addons")} lead={t("addonsLead")}>
      {plan.addons.map((row, i) => (
        <AddonCard
          key={row.key}
          row={row}
          number={i + 1}
          onChange={rows.change(row.key)}
          onRemove={rows.remove(row.key)}
          currencies={plan.currencies}
          issues={issues}
          path={`pricing.addons[${i}]`}
        />
      ))}
      <div>
        <Button onClick={() => rows.add({ key: rowKey(), id: "", title, amount: {}, module: "" })}>
          <Plus />
          {t("addAddon")}
        </Button>
      </div>
    </Section>
  );
}

function Limits({ plan, set, issues }: Editing) {
  const t = useTranslations("catalogue.editor");
  const rows = rowsOf(plan.limits, (limits) => set({ limits }));
  const fresh = { meter: "reload_rows", quantity: "", kind: "soft" as const, gracePercent: "0" };
  return (
    <Section title={t("limits")} lead={t("limitsLead")}>
      {plan.limits.length > 0 ? (
        <div className="rounded-3 border border-line-strong bg-surface px-4 py-1">
          {plan.limits.map((row, i) => (
            <LimitRow
              key={row.key}
              row={row}
              number={i + 1}
              onChange={rows.change(row.key)}
              onRemove={rows.remove(row.key)}
              issues={issues}
              path={`pricing.limits[${i}]`}
            />
          ))}
        </div>
      ) : null}
      <div>
        <Button onClick={() => rows.add({ key: rowKey(), ...fresh })}>
          <Plus />
          {t("addLimit")}
        </Button>
      </div>
    </Section>
  );
}

function Editor({
  start,
  next,
}: {
  start: PlanData /** The version that will be made; null for a plan of its own. */;
  next: number | null;
}) {
  const t = useTranslations("catalogue.editor");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const router = useRouter();
  const changed = useBillingChanged();
  const titleOf = useTitle();
  const [plan, setPlan] = useState(() => typedOf(start));
  const [read, setRead] = useState(0);
  const set = (part: Partial<TypedPlan>) => setPlan((now) => ({ ...now, ...part }));
  const make = useMutation(
    trpc.plans.create.mutationOptions({
      async onSuccess(made) {
        notify({ kind: "done", title: t("made", { plan: titleOf(made.title), version: made.version }) });
        await changed();
        router.push(planHref(made.ref));
      },
    }),
  );
  const issues = make.error ? issuesOf(make.error) : NO_ISSUES;
  const editing = { plan, set, issues };
  function submit(event: FormEvent) {
    event.preventDefault();
    make.mutate(planOf(plan));
  }
  return (
    <form noValidate onSubmit={submit} className="grid max-w-4xl gap-8">
      <div className="flex flex-wrap items-start gap-3">
        <p className="min-w-64 flex-1 text-13 text-ink-2">{t(next === null ? "leadNew" : "lead")}</p>
        <YamlDialog
          onRead={(found) => {
            setPlan({ ...typedOf(found), ...(next === null ? {} : { id: plan.id }) });
            setRead(read + 1);
          }}
        />
      </div>
      <Basics key={read} {...editing} fresh={next === null} />
      <Charges {...editing} />
      <Addons {...editing} />
      <Limits {...editing} />
      <Allowed {...editing} />
      <div className="grid gap-3 border-t border-line pt-5">
        <Notice tone="queued">{t("consequence")}</Notice>
        {make.error ? (
          <Notice tone="failed" live>
            {issues.all.length > 0 ? t("wrong.some", { count: issues.all.length }) : errorText(make.error)}
          </Notice>
        ) : null}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={make.isPending}>
            {next === null ? t("make") : t("makeVersion", { version: next })}
          </Button>
          <ButtonLink href="/billing/plans">{common("cancel")}</ButtonLink>
        </div>
      </div>
    </form>
  );
}

/** A new plan, or the next version of one. @param from the version it begins with */
export function EditorPage({ from }: { from: string | null }) {
  const t = useTranslations("catalogue.editor");
  const trpc = useTRPC();
  const titleOf = useTitle();
  const { data, error, refetch } = useQuery(trpc.plans.catalogue.queryOptions());
  const base = from ? data?.find((plan) => plan.ref === from) : undefined;
  const versions = data?.filter((plan) => plan.id === base?.id).map((plan) => plan.version) ?? [];
  const next = base ? Math.max(...versions) + 1 : null;
  const title = base ? t("titleOf", { plan: titleOf(base.title) }) : t("new");
  return (
    <FleetBillingFrame here="plans" title={title} under={title}>
      {data ? <Editor key={base?.ref ?? ""} start={base ?? EMPTY} next={next} /> : null}
      {!data && error ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!data && !error ? <TableSkeleton /> : null}
    </FleetBillingFrame>
  );
}
