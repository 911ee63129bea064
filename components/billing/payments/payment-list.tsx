"use client";

import { ExternalLink } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormat } from "../../format/use-format";
import { StatusMark } from "../../patterns/status-mark";
import { useMay } from "../../providers/me";
import type { RouterOutputs } from "../../providers/types";
import { Card } from "../../ui/small";
import { useDays } from "../use-words";
import { RefundButton } from "./refund-button";
import { useProblem } from "./use-problem";

type Whole = RouterOutputs["billing"]["invoice"];
type Payment = Whole["payments"][number];

const TONES = { pending: "running", succeeded: "succeeded", failed: "failed" } as const;

function Row({ payment, invoice }: { payment: Payment; invoice: Whole }) {
  const t = useTranslations("payments.list");
  const { money } = useFormat();
  const days = useDays(invoice.document.zone);
  const problem = useProblem();
  const { kind, state, link, dispute, reference } = payment;
  const word = kind === "refund" && state === "succeeded" ? "back" : state;
  return (
    <li className="grid gap-1 border-line px-4 py-2.5 text-13 not-first:border-t">
      <div className="flex gap-3">
        <span className="min-w-0 flex-1 break-words">
          {t(`kind.${kind}`)}
          {reference && kind === "bank" ? ` · ${reference}` : null}
        </span>
        <span className="tabular-nums">{money(payment.amount, invoice.currency)}</span>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-ink-3">
        <StatusMark tone={TONES[state]}>{t(`state.${word}`)}</StatusMark>
        <span>{days.day(payment.at)}</span>
        {link ? (
          <a
            href={link}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1 underline"
          >
            {t("atProvider")}
            <ExternalLink className="size-3" aria-hidden="true" />
          </a>
        ) : null}
        {payment.refundable > 0 ? <RefundButton payment={payment} currency={invoice.currency} /> : null}
      </div>
      {payment.problem && state === "failed" ? (
        <p className="text-12 text-ink-2">{problem(payment.problem)}</p>
      ) : null}
      {dispute ? (
        <StatusMark tone="warning">{t("disputed", { state: dispute.replaceAll("_", " ") })}</StatusMark>
      ) : null}
    </li>
  );
}

/** What was paid of an invoice, what is under way, what failed and what went back. */
export function PaymentList({ invoice }: { invoice: Whole }) {
  const t = useTranslations("payments.list");
  const { money } = useFormat();
  const writes = useMay("billing:write", invoice.tenantId);
  return (
    <Card id="invoice-payments" title={t("title")}>
      {invoice.payments.length === 0 ? <p className="px-4 py-3.5 text-13 text-ink-3">{t("none")}</p> : null}
      <ul>
        {invoice.payments.map((payment) => (
          <Row key={payment.id} payment={payment} invoice={invoice} />
        ))}
      </ul>
      {writes && invoice.toPayBack > 0 ? (
        <p className="border-t border-line px-4 py-2.5 text-13">
          <StatusMark tone="warning">
            {t("toPayBack", { amount: money(invoice.toPayBack, invoice.currency) })}
          </StatusMark>
        </p>
      ) : null}
    </Card>
  );
}
