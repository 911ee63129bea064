"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormat } from "../format/use-format";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { headClass } from "../settings/table";
import { Part } from "../tenants/part";
import { cn } from "../ui/cn";
import { TextLink } from "../ui/link";
import { InvoiceMark, useInvoiceName } from "./invoice-mark";
import { useDays } from "./use-words";

type Invoice = RouterOutputs["billing"]["invoices"]["items"][number];

export const invoiceHref = ({ id, tenantId }: { id: string; tenantId: string }) =>
  `/tenants/${tenantId}/billing/${id}`;

function InvoiceRow({ invoice, zone }: { invoice: Invoice; zone: string }) {
  const format = useFormat();
  const days = useDays(zone);
  const name = useInvoiceName();
  const { finalizedAt, asOf, dueAt, gross, currency } = invoice;
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-hover">
      <td className="py-2 pr-3 pl-4 whitespace-nowrap">
        <TextLink href={invoiceHref(invoice)}>{name(invoice)}</TextLink>
      </td>
      <td className="px-3 py-2">
        <InvoiceMark invoice={invoice} />
      </td>
      <td className="px-3 py-2 whitespace-nowrap text-ink-2 tabular-nums">{days.day(finalizedAt ?? asOf)}</td>
      <td className="px-3 py-2 whitespace-nowrap text-ink-2 tabular-nums">{dueAt ? days.day(dueAt) : "–"}</td>
      <td className="py-2 pr-4 pl-3 text-right whitespace-nowrap tabular-nums">
        {format.money(gross, currency)}
      </td>
    </tr>
  );
}

/** A tenant's invoices, newest first. */
export function InvoicesCard({ tenantId, zone }: { tenantId: string; zone: string }) {
  const t = useTranslations("billing.invoices");
  const trpc = useTRPC();
  const invoices = useQuery(trpc.billing.invoices.queryOptions({ tenant: tenantId, limit: 100 }));
  const heads = [t("number"), t("state"), t("date"), t("due")];
  return (
    <Part title={t("title")} query={invoices} empty={({ items }) => (items.length === 0 ? t("none") : null)}>
      {({ items }) => (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="relative overflow-x-auto" aria-label={t("title")} tabIndex={0}>
          <table className="w-full border-collapse text-13">
            <thead className="border-b border-line">
              <tr>
                {heads.map((head, i) => (
                  <th key={head} scope="col" className={cn(headClass, "px-3", i === 0 && "pl-4")}>
                    {head}
                  </th>
                ))}
                <th scope="col" className={cn(headClass, "pr-4 text-right")}>
                  {t("amount")}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((invoice) => (
                <InvoiceRow key={invoice.id} invoice={invoice} zone={zone} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Part>
  );
}
