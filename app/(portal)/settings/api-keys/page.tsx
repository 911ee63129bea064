import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireOperator } from "@/components/providers/session";
import { KeysPage } from "@/components/settings/keys-page";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("settings.tab"), requireOperator()]);
  return { title: t("keys") };
}

export default async function Page() {
  await requireOperator();
  await getQueryClient().prefetchQuery(api.apiKeys.list.queryOptions({ limit: 200 }));
  return (
    <Hydrate>
      <KeysPage />
    </Hydrate>
  );
}
