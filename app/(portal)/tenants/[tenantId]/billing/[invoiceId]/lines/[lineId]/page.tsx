import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LineTracePage } from "@/components/billing/trace/line-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayIn } from "@/components/providers/may";
import { requireMe } from "@/components/providers/session";

interface Props {
  params: Promise<{ tenantId: string; invoiceId: string; lineId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tracing.line");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const [{ tenantId, invoiceId, lineId }, me] = await Promise.all([params, requireMe()]);
  if (!mayIn(me, "billing:read", tenantId)) return <ForbiddenState permission="billing:read" />;
  return <LineTracePage tenantId={tenantId} invoiceId={invoiceId} lineId={lineId} />;
}
