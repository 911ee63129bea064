import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireOperator } from "@/components/providers/session";
import { OperatorsPage } from "@/components/settings/operators-page";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("settings.tab"), requireOperator()]);
  return { title: t("operators") };
}

export default async function Page() {
  await requireOperator();
  await getQueryClient().prefetchQuery(api.users.list.queryOptions());
  return (
    <Hydrate>
      <OperatorsPage />
    </Hydrate>
  );
}
