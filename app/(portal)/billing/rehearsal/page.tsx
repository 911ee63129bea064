import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RehearsalPage } from "@/components/billing/fleet/rehearsal-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireOperator } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("billing.fleet"), requireOperator()]);
  return { title: t("tab.rehearsal") };
}

export default async function Page() {
  const { permissions } = await requireOperator();
  return permissions.includes("billing:write") ? (
    <RehearsalPage />
  ) : (
    <ForbiddenState permission="billing:write" />
  );
}
