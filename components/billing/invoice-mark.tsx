"use client";

import { useTranslations } from "next-intl";
import { StatusMark } from "../patterns/status-mark";
import type { RouterOutputs } from "../providers/types";

type Invoice = RouterOutputs["billing"]["invoices"]["items"][number];

const TONES = {
  draft: "queued",
  final: "running",
  paid: "succeeded",
  void: "cancelled",
  uncollectible: "failed",
} as const;

/** Where an invoice stands; overdue is a word of its own. */
export function InvoiceMark({
  invoice,
  box,
}: {
  invoice: Pick<Invoice, "state" | "overdue" | "type">;
  box?: boolean;
}) {
  const t = useTranslations("billing.invoice.state");
  if (invoice.overdue)
    return (
      <StatusMark tone="warning" box={box}>
        {t("overdue")}
      </StatusMark>
    );
  const settled = invoice.type === "credit-note" && invoice.state === "final";
  return (
    <StatusMark tone={settled ? "succeeded" : TONES[invoice.state]} box={box}>
      {settled ? t("credited") : t(invoice.state)}
    </StatusMark>
  );
}

/** Its number, or what it is called before it has one. */
export function useInvoiceName(): (invoice: Pick<Invoice, "number" | "type">) => string {
  const t = useTranslations("billing.invoice");
  return ({ number, type }) => number ?? (type === "credit-note" ? t("creditDraft") : t("draft"));
}
