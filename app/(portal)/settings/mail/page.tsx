import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireOperator } from "@/components/providers/session";
import { MailPage } from "@/components/settings/mail-page";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("settings.tab"), requireOperator()]);
  return { title: t("mail") };
}

export default async function Page() {
  await requireOperator();
  await getQueryClient().prefetchQuery(api.settings.mail.queryOptions());
  return (
    <Hydrate>
      <MailPage />
    </Hydrate>
  );
}
