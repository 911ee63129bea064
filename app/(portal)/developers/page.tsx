import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DevelopersPage } from "@/components/developers/developers-page";
import { requireMe } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("developers");
  return { title: t("title") };
}

export default async function Page() {
  await requireMe();
  return <DevelopersPage />;
}
