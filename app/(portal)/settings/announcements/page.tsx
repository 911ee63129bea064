import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AnnouncementsPage } from "@/components/announcements/announcements-page";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireOperator } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("settings.tab"), requireOperator()]);
  return { title: t("announcements") };
}

export default async function Page() {
  await requireOperator();
  await getQueryClient().prefetchQuery(api.announcements.list.queryOptions());
  return (
    <Hydrate>
      <AnnouncementsPage />
    </Hydrate>
  );
}
