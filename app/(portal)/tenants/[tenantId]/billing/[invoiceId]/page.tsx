import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InvoicePage } from "@/components/billing/invoice-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayIn } from "@/components/providers/may";
import { requireMe } from "@/components/providers/session";

interface Props {
  params: Promise<{ tenantId: string; invoiceId: string }>;
  searchParams: Promise<{ payment?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("billing.invoice");
  return { title: t("title") };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ tenantId, invoiceId }, { payment }, me] = await Promise.all([params, searchParams, requireMe()]);
  if (!mayIn(me, "billing:read", tenantId)) return <ForbiddenState permission="billing:read" />;
  const back = typeof payment === "string" ? payment : undefined;
  return <InvoicePage tenantId={tenantId} invoiceId={invoiceId} payment={back} />;
}
