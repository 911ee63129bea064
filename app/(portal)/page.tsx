import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { HomePage } from "@/components/home/home-page";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("home");
  return { title: t("title") };
}

/** The operator's start page; a customer's people go to their own tenant. */
export default async function StartPage() {
  const me = await requireMe();
  if (me.operatorRole === null) {
    const [only, ...others] = me.memberships;
    redirect(only && others.length === 0 ? `/tenants/${only.tenantId}` : "/tenants");
  }
  await getQueryClient().prefetchQuery(api.home.get.queryOptions());
  return (
    <Hydrate>
      <HomePage />
    </Hydrate>
  );
}
