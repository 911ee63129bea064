"use client";

import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useFormat } from "../format/use-format";
import { ErrorState } from "../patterns/error-state";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { TableSkeleton } from "../settings/table";
import { buttonClass } from "../ui/button";
import { Card } from "../ui/small";
import { BillingFrame } from "./billing-frame";
import { InvoiceActions } from "./invoice-actions";
import { InvoiceMark, useInvoiceName } from "./invoice-mark";
import { invoiceHref } from "./invoices-card";
import { LineTable, ofKept } from "./line-table";
import { PaymentReturn, PayNow, usePays } from "./payments/pay-now";
import { PaymentList } from "./payments/payment-list";
import { useDays } from "./use-words";

type Whole = RouterOutputs["billing"]["invoice"];

function Party({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-12 text-ink-3">{label}</dt>
      <dd className="text-13 whitespace-pre-line break-words">{children}</dd>
    </div>
  );
}

function Parties({ invoice }: { invoice: Whole }) {
  const t = useTranslations("billing.invoice");
  const { seller, payer } = invoice.document;
  const lines = (...parts: (string | null)[]) => parts.filter(Boolean).join("\n");
  return (
    <Card id="invoice-parties" title={t("parties")}>
      <dl className="grid gap-4 p-4">
        <Party label={t("from")}>{lines(seller.name, seller.address, seller.taxId, seller.email)}</Party>
        <Party label={t("to")}>
          {lines(payer.name, payer.address, payer.country, payer.taxId, payer.email)}
        </Party>
        {seller.bank ? <Party label={t("bank")}>{seller.bank}</Party> : null}
      </dl>
    </Card>
  );
}

function Facts({ invoice }: { invoice: Whole }) {
  const t = useTranslations("billing.invoice");
  const { money } = useFormat();
  const days = useDays(invoice.document.zone);
  const { gross, paid, currency, finalizedAt, finalizeAt, dueAt, type } = invoice;
  return (
    <TitleBlock>
      <TitleCell label={t("stateHead")}>
        <InvoiceMark invoice={invoice} />
      </TitleCell>
      <TitleCell label={t("amount")}>
        <span className="tabular-nums">{money(gross, currency)}</span>
      </TitleCell>
      {type === "invoice" ? (
        <TitleCell label={t("open")}>
          <span className="tabular-nums">
            {money(invoice.state === "final" ? gross - paid : 0, currency)}
          </span>
        </TitleCell>
      ) : null}
      <TitleCell label={finalizedAt ? t("issued") : t("finalAt")}>
        {days.day(finalizedAt ?? finalizeAt)}
      </TitleCell>
      {dueAt ? <TitleCell label={t("due")}>{days.day(dueAt)}</TitleCell> : null}
    </TitleBlock>
  );
}

/** One invoice: lines, tax, whom it is of and to, payments. */
export function InvoicePage({
  tenantId,
  invoiceId,
  payment,
}: {
  tenantId: string;
  invoiceId: string;
  /** The payment whoever looks is back from. */
  payment?: string;
}) {
  const t = useTranslations("billing.invoice");
  const trpc = useTRPC();
  const name = useInvoiceName();
  const writes = useMay("billing:write", tenantId);
  const pays = usePays(tenantId);
  const { data: invoice, error, refetch } = useQuery(trpc.billing.invoice.queryOptions({ id: invoiceId }));
  const title = invoice ? name(invoice) : t("title");
  return (
    <BillingFrame
      tenantId={tenantId}
      title={title}
      here={title}
      lead={invoice?.type === "credit-note" ? t("isCredit") : undefined}
      actions={
        invoice ? (
          <>
            {invoice.number ? (
              <a href={`/api/invoices/${invoice.id}`} download className={buttonClass({})}>
                <Download aria-hidden="true" />
                {t("pdf")}
              </a>
            ) : null}
            {writes ? <InvoiceActions invoice={invoice} /> : null}
            {pays ? <PayNow invoice={invoice} /> : null}
          </>
        ) : undefined
      }
    >
      {invoice ? (
        <>
          {payment && pays ? <PaymentReturn payment={payment} /> : null}
          <Facts invoice={invoice} />
          <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <Card id="invoice-lines" title={t("lines")}>
              <LineTable
                label={t("lines")}
                lines={ofKept(invoice.lines, invoiceHref(invoice))}
                currency={invoice.currency}
                zone={invoice.document.zone}
                totals={invoice}
                total={t("total")}
              />
            </Card>
            <div className="grid min-w-0 gap-5">
              <Parties invoice={invoice} />
              <PaymentList invoice={invoice} />
            </div>
          </div>
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <TableSkeleton />
      )}
    </BillingFrame>
  );
}
