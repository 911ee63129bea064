import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CouponsPage } from "@/components/billing/fleet/coupons-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireOperator } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("billing.fleet"), requireOperator()]);
  return { title: t("tab.coupons") };
}

export default async function Page() {
  const { permissions } = await requireOperator();
  return permissions.includes("billing:write") ? (
    <CouponsPage />
  ) : (
    <ForbiddenState permission="billing:write" />
  );
}
