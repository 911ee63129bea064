"use client";

import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "../../../providers/trpc";
import { Button } from "../../../ui/button";
import { Field } from "../../../ui/field";
import { Select } from "../../../ui/select";
import { useMeterWords } from "../../use-words";
import { PriceFields, TextField, TitleFields } from "./fields";
import type { Issues } from "./issues";
import type { TypedAddon, TypedLimit } from "./model";

interface RowProps<T> {
  row: T;
  number: number;
  onChange: (part: Partial<T>) => void;
  onRemove: () => void;
  issues: Issues;
  path: string;
}

/** Something a tenant adds by choice, for a fixed price; perhaps a module of its own. */
export function AddonCard({
  row,
  number,
  onChange,
  onRemove,
  issues,
  path,
  currencies,
}: RowProps<TypedAddon> & { currencies: readonly string[] }) {
  const t = useTranslations("catalogue.editor");
  const name = row.title.en || row.title.de || row.title.fr || t("addon", { number });
  return (
    <section aria-label={name} className="grid gap-4 rounded-3 border border-line-strong bg-surface p-4">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 flex-1 truncate text-14 font-strong">{name}</h3>
        <Button variant="quiet" square aria-label={t("remove", { name })} onClick={onRemove}>
          <Trash2 />
        </Button>
      </div>
      <TitleFields
        value={row.title}
        onChange={(title) => onChange({ title })}
        wrong={issues.at(`${path}.title`) || issues.at(`${path}.id`)}
      />
      <PriceFields
        label={t("amount")}
        value={row.amount}
        onChange={(amount) => onChange({ amount })}
        {...{ currencies, issues }}
        path={`${path}.amount`}
      />
      <TextField
        label={t("module")}
        hint={t("moduleHint")}
        value={row.module}
        onChange={(module) => onChange({ module })}
        numeric={false}
        className="max-w-72"
      />
    </section>
  );
}

/** How much of a meter a period may have, and what happens then. */
export function LimitRow({ row, number, onChange, onRemove, issues, path }: RowProps<TypedLimit>) {
  const t = useTranslations("catalogue.editor");
  const trpc = useTRPC();
  const { name } = useMeterWords();
  const { data: meters = [] } = useQuery(trpc.usage.meters.queryOptions());
  const own = meters.some((meter) => meter.id === row.meter) ? [] : [{ id: row.meter }];
  return (
    <fieldset className="grid items-end gap-3 border-line py-3 not-first:border-t sm:grid-cols-[1.4fr_1fr_1fr_7rem_auto]">
      <legend className="sr-only">{t("limit", { number })}</legend>
      <Field label={t("meter")}>
        <Select
          value={row.meter}
          onValueChange={(meter) => onChange({ meter })}
          options={[...own, ...meters].map((meter) => ({ value: meter.id, label: name(meter) }))}
        />
      </Field>
      <TextField
        label={t("quantity")}
        value={row.quantity}
        onChange={(quantity) => onChange({ quantity })}
        wrong={issues.at(`${path}.quantity`) && t("wrong.quantity")}
      />
      <Field label={t("then")}>
        <Select
          value={row.kind}
          onValueChange={(kind) => onChange({ kind })}
          options={(["soft", "hard"] as const).map((value) => ({ value, label: t(`limitKinds.${value}`) }))}
        />
      </Field>
      <TextField
        label={t("grace")}
        value={row.gracePercent}
        onChange={(gracePercent) => onChange({ gracePercent })}
        wrong={issues.at(`${path}.gracePercent`) && t("wrong.percent")}
      />
      <Button variant="quiet" square aria-label={t("removeLimit", { number })} onClick={onRemove}>
        <Trash2 />
      </Button>
    </fieldset>
  );
}
