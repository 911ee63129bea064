"use client";

import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "../../../providers/trpc";
import { Button } from "../../../ui/button";
import { Field } from "../../../ui/field";
import { Segmented } from "../../../ui/segmented";
import { Select } from "../../../ui/select";
import { useMeterWords } from "../../use-words";
import { Example } from "./example";
import { PriceFields, TextField, TitleFields } from "./fields";
import type { Issues } from "./issues";
import { KINDS, MODELS, TAX_CLASSES, type TypedCharge } from "./model";
import { Tiers } from "./tiers";

interface Props {
  charge: TypedCharge;
  onChange: (part: Partial<TypedCharge>) => void;
  currencies: readonly string[];
  issues: Issues;
  path: string;
}

/** Which meter counts, and how many of its units make one of the price's. */
function Counted({ charge, onChange, issues, path }: Props) {
  const t = useTranslations("catalogue.editor");
  const trpc = useTRPC();
  const { name } = useMeterWords();
  const { data: meters = [] } = useQuery(trpc.usage.meters.queryOptions());
  const own = meters.some((meter) => meter.id === charge.meter) ? [] : [{ id: charge.meter }];
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t("meter")}>
        <Select
          value={charge.meter}
          onValueChange={(meter) => onChange({ meter })}
          options={[...own, ...meters].map((meter) => ({ value: meter.id, label: name(meter) }))}
        />
      </Field>
      <TextField
        label={t("per")}
        hint={t("perHint")}
        value={charge.per}
        onChange={(per) => onChange({ per })}
        wrong={issues.at(`${path}.per`) && t("wrong.above")}
      />
    </div>
  );
}

function Quantity(props: Props) {
  const { charge, onChange, currencies, issues, path } = props;
  const t = useTranslations("catalogue.editor");
  const tiered = charge.model === "graduated" || charge.model === "volume";
  const prices = {
    currencies,
    issues,
    value: charge.unit,
    onChange: (unit: TypedCharge["unit"]) => onChange({ unit }),
  };
  return (
    <>
      {charge.kind === "usage" ? <Counted {...props} /> : null}
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          label={t("included")}
          value={charge.included}
          onChange={(included) => onChange({ included })}
          wrong={issues.at(`${path}.included`) && t("wrong.quantity")}
          className="w-40"
        />
        <div className="min-w-0">
          <p className="mb-[5px] text-13 font-medium" aria-hidden="true">
            {t("model")}
          </p>
          <Segmented
            label={t("model")}
            value={charge.model}
            onValueChange={(model) => onChange({ model })}
            options={MODELS.map((value) => ({ value, label: t(`models.${value}`) }))}
            className="max-w-full flex-wrap"
          />
        </div>
      </div>
      <p className="text-12 text-ink-3">{t(`modelHint.${charge.model}`)}</p>
      {tiered ? (
        <Tiers
          tiers={charge.tiers}
          onChange={(tiers) => onChange({ tiers })}
          {...{ currencies, issues }}
          path={`${path}.price`}
        />
      ) : null}
      {charge.model === "package" ? (
        <TextField
          label={t("size")}
          value={charge.size}
          onChange={(size) => onChange({ size })}
          wrong={issues.at(`${path}.price.size`) && t("wrong.above")}
          className="w-40"
        />
      ) : null}
      {charge.model === "per-unit" ? (
        <PriceFields label={t("unitPrice")} path={`${path}.price.unit`} {...prices} />
      ) : null}
      {charge.model === "package" ? (
        <PriceFields label={t("packagePrice")} path={`${path}.price.price`} {...prices} />
      ) : null}
      {currencies[0] ? <Example charge={charge} currency={currencies[0]} /> : null}
    </>
  );
}

/** One charge: what it is called, when it is billed, what it costs. */
export function ChargeCard({ onRemove, number, ...props }: Props & { onRemove: () => void; number: number }) {
  const { charge, onChange, currencies, issues, path } = props;
  const t = useTranslations("catalogue.editor");
  const name = charge.title.en || charge.title.de || charge.title.fr || t("charge", { number });
  const fixed = charge.kind === "flat" || charge.kind === "one-off";
  return (
    <section
      aria-label={name}
      className="grid min-w-0 gap-4 rounded-3 border border-line-strong bg-surface p-4"
    >
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate text-14 font-strong">{name}</h3>
        <Button variant="quiet" square aria-label={t("remove", { name })} onClick={onRemove}>
          <Trash2 />
        </Button>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("kind")} hint={t(`kindHint.${charge.kind}`)}>
          <Select
            value={charge.kind}
            onValueChange={(kind) => onChange({ kind })}
            options={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          />
        </Field>
        <Field label={t("taxClass")}>
          <Select
            value={charge.taxClass}
            onValueChange={(taxClass) => onChange({ taxClass })}
            options={TAX_CLASSES.map((value) => ({ value, label: t(`taxClasses.${value}`) }))}
          />
        </Field>
      </div>
      <TitleFields
        value={charge.title}
        onChange={(title) => onChange({ title })}
        wrong={issues.at(`${path}.title`) || issues.at(`${path}.id`)}
      />
      {fixed ? (
        <PriceFields
          label={t("amount")}
          value={charge.amount}
          onChange={(amount) => onChange({ amount })}
          {...{ currencies, issues }}
          path={`${path}.amount`}
        />
      ) : (
        <Quantity {...props} />
      )}
    </section>
  );
}
