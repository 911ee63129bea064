"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import { useFormat } from "../../format/use-format";
import { ErrorState } from "../../patterns/error-state";
import { useTRPC } from "../../providers/trpc";
import { TableSkeleton } from "../../settings/table";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";
import { Card } from "../../ui/small";
import { useTitle } from "../use-words";
import { FiguresTable, figureClass, wordClass } from "./figures-table";
import { FleetBillingFrame } from "./frame";

const PERIODS = ["1", "3", "6", "12"] as const;

function More({ count }: { count: number }) {
  const t = useTranslations("billing.rehearsal");
  return count > 0 ? <p className="px-4 py-2.5 text-12 text-ink-3">{t("more", { count })}</p> : null;
}

/** Sums of all tenants of one currency. */
function AllRow({ tenants, children }: { tenants: number; children: ReactNode }) {
  const t = useTranslations("billing.rehearsal");
  return (
    <tr className="border-t border-line-strong font-strong">
      <th scope="row" className={`${wordClass} text-left`}>
        {t("all", { count: tenants })}
      </th>
      {children}
    </tr>
  );
}

function Rehearsed({ at }: { at: Date }) {
  const t = useTranslations("billing.rehearsal");
  const fleet = useTranslations("billing.fleet");
  const trpc = useTRPC();
  const { money, count } = useFormat();
  const { data, error, refetch } = useQuery(trpc.billing.rehearse.queryOptions({ at }));
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => refetch()} className="m-3" /> : <TableSkeleton />;
  if (data.items.length === 0) return <p className="px-4 py-3.5 text-13 text-ink-3">{t("nothing")}</p>;
  return (
    <>
      <FiguresTable label={t("title")} words={[fleet("tenant")]} figures={[t("lines"), t("net"), t("gross")]}>
        {data.items.map(({ tenantId, tenant, lines, net, gross, currency }) => (
          <tr key={tenantId}>
            <td className={wordClass}>{tenant}</td>
            <td className={figureClass}>{count(lines.length)}</td>
            <td className={figureClass}>{money(net, currency)}</td>
            <td className={figureClass}>{money(gross, currency)}</td>
          </tr>
        ))}
        {data.totals.map(({ currency, tenants, net, gross }) => (
          <AllRow key={currency} tenants={tenants}>
            <td className={figureClass} />
            <td className={figureClass}>{money(net, currency)}</td>
            <td className={figureClass}>{money(gross, currency)}</td>
          </AllRow>
        ))}
      </FiguresTable>
      <More count={data.more} />
    </>
  );
}

function RehearseCard() {
  const t = useTranslations("billing.rehearsal");
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState<Date | null>(null);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (typed !== "") setAt(new Date(`${typed}T23:59:59Z`));
  }
  return (
    <Card id="billing-rehearse" title={t("title")}>
      <form onSubmit={submit} className="grid gap-3 border-b border-line p-4">
        <p className="text-13 text-ink-2">{t("lead")}</p>
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t("day")}>
            <Input type="date" value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
          <Button type="submit" disabled={typed === ""}>
            {t("go")}
          </Button>
        </div>
      </form>
      {at ? <Rehearsed at={at} /> : null}
    </Card>
  );
}

function WhatIfTable({ plan, periods }: { plan: string; periods: number }) {
  const t = useTranslations("billing.rehearsal");
  const fleet = useTranslations("billing.fleet");
  const trpc = useTRPC();
  const { money } = useFormat();
  const { data, error, refetch } = useQuery(trpc.billing.whatIf.queryOptions({ plan, periods }));
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => refetch()} className="m-3" /> : <TableSkeleton />;
  if (data.items.length === 0) return <p className="px-4 py-3.5 text-13 text-ink-3">{t("noPast")}</p>;
  return (
    <>
      <FiguresTable
        label={t("whatIf")}
        words={[fleet("tenant")]}
        figures={[t("periods"), t("actual"), t("other"), t("difference")]}
      >
        {data.items.map(({ tenantId, tenant, actual, other, currency, periods: whole }) => (
          <tr key={tenantId}>
            <td className={wordClass}>{tenant}</td>
            <td className={figureClass}>{whole}</td>
            <td className={figureClass}>{money(actual, currency)}</td>
            <td className={figureClass}>{money(other, currency)}</td>
            <td className={figureClass}>{money(other - actual, currency)}</td>
          </tr>
        ))}
        {data.totals.map(({ currency, tenants, actual, other }) => (
          <AllRow key={currency} tenants={tenants}>
            <td className={figureClass} />
            <td className={figureClass}>{money(actual, currency)}</td>
            <td className={figureClass}>{money(other, currency)}</td>
            <td className={figureClass}>{money(other - actual, currency)}</td>
          </AllRow>
        ))}
      </FiguresTable>
      <More count={data.more} />
    </>
  );
}

function WhatIfCard() {
  const t = useTranslations("billing.rehearsal");
  const trpc = useTRPC();
  const title = useTitle();
  const { data: plans = [] } = useQuery(trpc.plans.list.queryOptions());
  const [plan, setPlan] = useState("");
  const [periods, setPeriods] = useState<(typeof PERIODS)[number]>("3");
  const [asked, setAsked] = useState<{ plan: string; periods: number } | null>(null);
  const chosen = plan || (plans[0]?.ref ?? "");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (chosen) setAsked({ plan: chosen, periods: Number(periods) });
  }
  return (
    <Card id="billing-what-if" title={t("whatIf")}>
      <form onSubmit={submit} className="grid gap-3 border-b border-line p-4">
        <p className="text-13 text-ink-2">{t("whatIfLead")}</p>
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t("plan")} className="min-w-44">
            <Select
              value={chosen}
              onValueChange={setPlan}
              options={plans.map((one) => ({ value: one.ref, label: `${title(one.title)} ${one.version}` }))}
            />
          </Field>
          <Field label={t("periods")}>
            <Select
              value={periods}
              onValueChange={setPeriods}
              options={PERIODS.map((value) => ({ value, label: value }))}
            />
          </Field>
          <Button type="submit" disabled={!chosen}>
            {t("reckon")}
          </Button>
        </div>
      </form>
      {asked ? <WhatIfTable {...asked} /> : null}
    </Card>
  );
}

/** Questions whose answers write nothing: a run at another day, another plan on past usage. */
export function RehearsalPage() {
  return (
    <FleetBillingFrame here="rehearsal">
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <RehearseCard />
        <WhatIfCard />
      </div>
    </FleetBillingFrame>
  );
}
