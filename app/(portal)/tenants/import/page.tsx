import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OnboardPage } from "@/components/fleet/onboard-page";
import { requireMe } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("fleet");
  return { title: t("title") };
}

export default async function Page() {
  await requireMe();
  return <OnboardPage />;
}
