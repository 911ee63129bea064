"use client";

import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "../../../ui/button";
import { PriceFields, TextField } from "./fields";
import type { Issues } from "./issues";
import { emptyTier, type TypedTier } from "./model";

const MOST = 20;

/** Tiers from the first unit on; the last one has no end. */
export function Tiers({
  tiers,
  onChange,
  currencies,
  issues,
  path,
}: {
  tiers: readonly TypedTier[];
  onChange: (tiers: TypedTier[]) => void;
  currencies: readonly string[];
  issues: Issues;
  path: string;
}) {
  const t = useTranslations("catalogue.editor");
  const set = (key: string, part: Partial<TypedTier>) =>
    onChange(tiers.map((tier) => (tier.key === key ? { ...tier, ...part } : tier)));
  const add = () => {
    const last = tiers.at(-1);
    onChange(last ? [...tiers.slice(0, -1), emptyTier(), last] : [emptyTier()]);
  };
  return (
    <div className="grid gap-3">
      {tiers.map((tier, i) => {
        const last = i === tiers.length - 1;
        const here = `${path}.tiers[${i}]`;
        return (
          <fieldset key={tier.key} className="grid gap-3 rounded-2 border border-line p-3">
            <legend className="px-1 text-12 text-ink-3">{t("tier", { number: i + 1 })}</legend>
            <div className="flex items-end gap-3">
              {last ? (
                <p className="flex-1 text-13 text-ink-2">{t("lastTier")}</p>
              ) : (
                <TextField
                  label={t("upTo")}
                  value={tier.upTo}
                  onChange={(upTo) => set(tier.key, { upTo })}
                  wrong={issues.at(`${here}.upTo`) && t("wrong.upTo")}
                  className="flex-1"
                />
              )}
              {tiers.length > 1 ? (
                <Button
                  variant="quiet"
                  square
                  aria-label={t("removeTier", { number: i + 1 })}
                  onClick={() => onChange(tiers.filter((one) => one !== tier))}
                >
                  <Trash2 />
                </Button>
              ) : null}
            </div>
            <PriceFields
              label={t("unitPrice")}
              value={tier.unit}
              onChange={(unit) => set(tier.key, { unit })}
              currencies={currencies}
              issues={issues}
              path={`${here}.unit`}
            />
            <PriceFields
              label={t("tierFlat")}
              value={tier.flat}
              onChange={(flat) => set(tier.key, { flat })}
              currencies={currencies}
              issues={issues}
              path={`${here}.flat`}
            />
          </fieldset>
        );
      })}
      {tiers.length < MOST ? (
        <div>
          <Button size="s" onClick={add}>
            <Plus />
            {t("addTier")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
