import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireOperator } from "@/components/providers/session";
import { OutboxPage } from "@/components/settings/outbox-page";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("settings.tab"), requireOperator()]);
  return { title: t("outbox") };
}

export default async function Page() {
  await requireOperator();
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
