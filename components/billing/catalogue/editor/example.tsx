"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useDeferredValue, useState } from "react";
import { useFormat } from "../../../format/use-format";
import { useTRPC } from "../../../providers/trpc";
import { Field } from "../../../ui/field";
import { Input } from "../../../ui/input";
import { useDecimal } from "../../use-words";
import { priceOf, type TypedCharge } from "./model";

const QUANTITY = /^\d{1,15}(\.\d{1,12})?$/;

/** What a quantity costs over a whole period, reckoned by the server as bills are. */
export function Example({ charge, currency }: { charge: TypedCharge; currency: string }) {
  const t = useTranslations("catalogue.example");
  const trpc = useTRPC();
  const { money, price: formatPrice } = useFormat();
  const decimal = useDecimal();
  const [typed, setTyped] = useState("1000");
  const quantity = typed.trim().replace(",", ".");
  const asked = useDeferredValue(
    JSON.stringify({
      ...{ quantity, currency, price: priceOf(charge, [currency]) },
      included: charge.included.trim().replace(",", ".") || "0",
    }),
  );
  const { data, error } = useQuery({
    ...trpc.billing.priceExample.queryOptions(JSON.parse(asked)),
    enabled: QUANTITY.test(quantity),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2 rounded-2 bg-sunken p-3">
      <Field label={t("quantity")} className="w-36">
        <Input inputMode="decimal" value={typed} onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <div className="min-w-0 flex-1 pb-1 text-13" aria-live="polite">
        {data && !error ? (
          <>
            <p>
              {t("costs")} <b className="font-strong tabular-nums">{money(data.rounded, currency)}</b>
            </p>
            <p className="text-12 text-ink-3 tabular-nums">
              {data.included === "0" ? null : `${t("included", { count: decimal(data.included) })} · `}
              {data.parts
                .map(({ quantity: n, unit, flat }) =>
                  [`${decimal(n)} × ${formatPrice(unit, currency)}`, flat && formatPrice(flat, currency)]
                    .filter(Boolean)
                    .join(" + "),
                )
                .join(" + ") || t("nothing")}
            </p>
          </>
        ) : (
          <p className="text-ink-3">{t("fill", { currency })}</p>
        )}
      </div>
    </div>
  );
}
