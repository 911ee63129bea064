"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { Checkbox } from "../../../ui/checkbox";
import { Field } from "../../../ui/field";
import { Input } from "../../../ui/input";
import { Segmented } from "../../../ui/segmented";
import { TextField, TitleFields } from "./fields";
import type { Issues } from "./issues";
import { ENTITLEMENTS, SWITCHES, type TypedPlan } from "./model";

interface Props {
  plan: TypedPlan;
  set: (part: Partial<TypedPlan>) => void;
  issues: Issues;
}

export function Section({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid min-w-0 gap-4">
      <div>
        <h2 id={id} className="text-16 font-strong tracking-tight">
          {title}
        </h2>
        {lead ? <p className="mt-0.5 text-13 text-ink-2">{lead}</p> : null}
      </div>
      {children}
    </section>
  );
}

const codesOf = (text: string) => [...new Set(text.toUpperCase().match(/[A-Z]{3,}/g) ?? [])];

function Currencies({ plan, set, issues }: Props) {
  const t = useTranslations("catalogue.editor");
  const [typed, setTyped] = useState(plan.currencies.join(", "));
  const wrong = plan.currencies.length === 0 || plan.currencies.some((code) => code.length !== 3);
  return (
    <Field
      label={t("currencies")}
      hint={t("currenciesHint")}
      error={
        wrong ||
        (issues.at("pricing.charges") === true && issues.all.some((i) => i.path === "pricing.charges"))
          ? t("wrong.currencies")
          : undefined
      }
    >
      <Input
        value={typed}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.target.value);
          set({ currencies: codesOf(event.target.value) });
        }}
      />
    </Field>
  );
}

/** What the plan is called, how long its periods are, in what it is priced. */
export function Basics({ plan, set, issues, fresh }: Props & { fresh: boolean }) {
  const t = useTranslations("catalogue.editor");
  return (
    <Section title={t("basics")}>
      {fresh ? (
        <TextField
          label={t("id")}
          hint={t("idHint")}
          value={plan.id}
          onChange={(id) => set({ id: id.toLowerCase() })}
          wrong={issues.at("id") && t("wrong.id")}
          numeric={false}
          className="max-w-72"
        />
      ) : null}
      <TitleFields value={plan.title} onChange={(title) => set({ title })} wrong={issues.at("title")} />
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <div>
          <p className="mb-[5px] text-13 font-medium" aria-hidden="true">
            {t("interval")}
          </p>
          <Segmented
            label={t("interval")}
            value={plan.interval}
            onValueChange={(interval) => set({ interval })}
            options={(["month", "year"] as const).map((value) => ({ value, label: t(value) }))}
          />
        </div>
        <TextField
          label={t("trial")}
          value={plan.trialDays}
          onChange={(trialDays) => set({ trialDays })}
          wrong={issues.at("pricing.trialDays") && t("wrong.trial")}
        />
        <Currencies plan={plan} set={set} issues={issues} />
      </div>
    </Section>
  );
}

/** What whoever has the plan may use. */
export function Allowed({ plan, set, issues }: Props) {
  const t = useTranslations("catalogue.editor");
  const facts = useTranslations("catalogue.facts");
  const names = useTranslations("tenants.settings.capabilities.names");
  const id = useId();
  return (
    <Section title={t("allowed")} lead={t("allowedLead")}>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-3">
        {ENTITLEMENTS.map((key) => (
          <TextField
            key={key}
            label={facts(`entitlement.${key}`)}
            value={plan.entitlements[key]}
            onChange={(value) => set({ entitlements: { ...plan.entitlements, [key]: value } })}
            wrong={issues.at(`entitlements.${key}`) && t("wrong.whole")}
          />
        ))}
      </div>
      <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
        <legend className="sr-only">{t("switches")}</legend>
        {SWITCHES.map((key) => (
          <label key={key} htmlFor={`${id}-${key}`} className="flex min-h-6 items-center gap-2 text-13">
            <Checkbox
              id={`${id}-${key}`}
              checked={plan.switches[key]}
              onCheckedChange={(on) => set({ switches: { ...plan.switches, [key]: on } })}
            />
            {names(key)}
          </label>
        ))}
      </fieldset>
      <TextField
        label={t("modules")}
        hint={t("modulesHint")}
        value={plan.modules}
        onChange={(modules) => set({ modules })}
        numeric={false}
      />
    </Section>
  );
}
