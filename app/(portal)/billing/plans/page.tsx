import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CataloguePage } from "@/components/billing/catalogue/catalogue-page";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireOperator } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("catalogue"), requireOperator()]);
  return { title: t("title") };
}

export default async function Page() {
  const { permissions } = await requireOperator();
  return permissions.includes("plans:read") ? <CataloguePage /> : <ForbiddenState permission="plans:read" />;
}
