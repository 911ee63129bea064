import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountPage } from "@/components/account/account-page";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { OwnAccountOnly } from "@/components/viewing/own-account-only";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title") };
}

export default async function Page() {
  const { viewer } = await requireMe();
  if (viewer) return <OwnAccountOnly />;
  const queries = getQueryClient();
  await Promise.all([
    queries.prefetchQuery(api.account.secondFactor.queryOptions()),
    queries.prefetchQuery(api.account.sessions.queryOptions()),
  ]);
  return (
    <Hydrate>
      <AccountPage />
    </Hydrate>
  );
}
