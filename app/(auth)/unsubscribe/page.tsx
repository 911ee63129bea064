import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Unsubscribe } from "@/components/deliveries/unsubscribe";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("deliveries.unsubscribe");
  return { title: t("title") };
}

export default async function Page() {
  const common = await getTranslations("common");
  return <Unsubscribe product={common("product")} />;
}
