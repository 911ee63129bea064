"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { errorText } from "../../patterns/error-state";
import { Notice } from "../../patterns/notice";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { Input } from "../../ui/input";
import { notify } from "../../ui/toast";

type Model = RouterOutputs["billing"]["costModel"];

/** Platforms tenants may live on, by the ids the container knows them by. */
const PLATFORMS = { "built-in": "Tenantry", "qlik-cloud": "Qlik Cloud" } as const;
type PlatformId = keyof typeof PLATFORMS;
const RATES = ["cpuSecond", "gbMonth", "gbEgress"] as const;
const IDS = Object.keys(PLATFORMS) as PlatformId[];
const isAmount = (text: string) => /^\d{1,12}(\.\d{1,12})?$/.test(text);

type Typed = Record<PlatformId, Record<(typeof RATES)[number], string>>;

const typedOf = (model: Model): Typed =>
  Object.fromEntries(
    IDS.map((id) => {
      const own = model.platforms[id];
      return [id, Object.fromEntries(RATES.map((rate) => [rate, own?.[rate] ?? "0"]))];
    }),
  ) as Typed;

function Form({ model, writes }: { model: Model; writes: boolean }) {
  const t = useTranslations("billing.settings");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [currency, setCurrency] = useState(model.currency);
  const [typed, setTyped] = useState(() => typedOf(model));
  const save = useMutation(
    trpc.billing.changeCostModel.mutationOptions({
      async onSuccess() {
        notify({ kind: "done", title: t("saved") });
        await queries.invalidateQueries(trpc.billing.pathFilter());
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (IDS.some((id) => RATES.some((rate) => !isAmount(typed[id][rate])))) return;
    save.mutate({ currency, platforms: typed });
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4 border-t border-line pt-5">
      <div>
        <h2 className="text-16 font-strong tracking-tight">{t("costs")}</h2>
        <p className="mt-1 text-13 text-ink-2">{t("costsLead")}</p>
      </div>
      {save.error ? (
        <Notice tone="failed" live>
          {errorText(save.error)}
        </Notice>
      ) : null}
      <Field label={t("costCurrency")} className="max-w-32">
        <Input
          value={currency}
          maxLength={3}
          disabled={!writes}
          onChange={(event) => setCurrency(event.target.value.toUpperCase())}
        />
      </Field>
      {IDS.map((id) => (
        <div key={id} className="grid items-end gap-4 sm:grid-cols-3">
          {RATES.map((rate) => (
            <Field
              key={rate}
              label={t(rate, { platform: PLATFORMS[id] })}
              error={isAmount(typed[id][rate]) ? undefined : t("amountWrong")}
            >
              <Input
                inputMode="decimal"
                disabled={!writes}
                value={typed[id][rate]}
                onChange={(event) =>
                  setTyped({
                    ...typed,
                    [id]: { ...typed[id], [rate]: event.target.value.trim().replace(",", ".") },
                  })
                }
              />
            </Field>
          ))}
        </div>
      ))}
      {writes ? (
        <div>
          <Button type="submit" busy={save.isPending}>
            {t("save")}
          </Button>
        </div>
      ) : null}
    </form>
  );
}

/** What running tenants costs, by platform: for margins only. */
export function CostForm({ writes }: { writes: boolean }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.billing.costModel.queryOptions());
  return data ? <Form key={JSON.stringify(data)} model={data} writes={writes} /> : null;
}
