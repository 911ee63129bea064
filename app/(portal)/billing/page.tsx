import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FleetBillingPage } from "@/components/billing/fleet/overview-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireOperator } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("billing.fleet"), requireOperator()]);
  return { title: t("title") };
}

export default async function Page() {
  const { permissions } = await requireOperator();
  return permissions.includes("billing:write") ? (
    <FleetBillingPage />
  ) : (
    <ForbiddenState permission="billing:write" />
  );
}
