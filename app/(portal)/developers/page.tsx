import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DevelopersPage } from "@/components/developers/developers-page";
import { requireOperator } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("developers"), requireOperator()]);
  return { title: t("title") };
}

export default async function Page() {
  await requireOperator();
  return <DevelopersPage />;
}
