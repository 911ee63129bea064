import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BillingRunsPage } from "@/components/billing/fleet/runs-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireOperator } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("catalogue.runs"), requireOperator()]);
  return { title: t("title") };
}

export default async function Page() {
  const { permissions } = await requireOperator();
  return permissions.includes("billing:write") ? (
    <BillingRunsPage />
  ) : (
    <ForbiddenState permission="billing:write" />
  );
}
