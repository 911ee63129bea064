import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { OutboxPage } from "@/components/settings/outbox-page";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("settings.tab");
  return { title: t("outbox") };
}

export default async function Page() {
  await requireMe();
  const queries = getQueryClient();
  await Promise.all([
    queries.prefetchQuery(api.settings.mail.queryOptions()),
    queries.prefetchQuery(api.mails.list.queryOptions({})),
  ]);
  return (
    <Hydrate>
      <OutboxPage />
    </Hydrate>
  );
}
