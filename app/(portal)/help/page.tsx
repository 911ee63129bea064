import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HelpPage } from "@/components/help/help-page";
import { requireMe } from "@/components/providers/session";
import about from "@/package.json";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("help");
  return { title: t("title") };
}

export default async function Page() {
  await requireMe();
  return <HelpPage version={about.version} node={process.version} />;
}
