import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MeterTracePage } from "@/components/billing/trace/meter-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { mayIn } from "@/components/providers/may";
import { requireMe } from "@/components/providers/session";

interface Props {
  params: Promise<{ tenantId: string; meter: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("tracing.meter");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const [{ tenantId, meter }, me] = await Promise.all([params, requireMe()]);
  if (!mayIn(me, "billing:read", tenantId)) return <ForbiddenState permission="billing:read" />;
  return <MeterTracePage tenantId={tenantId} meter={decodeURIComponent(meter)} />;
}
