import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireOperator } from "@/components/providers/session";
import { TemplatesPage } from "@/components/templates/templates-page";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("templates"), requireOperator()]);
  return { title: t("title") };
}

export default async function Page() {
  const me = await requireOperator();
  if (!me.permissions.includes("templates:read")) return <ForbiddenState permission="templates:read" />;
  await Promise.all([
    getQueryClient().prefetchQuery(api.templates.catalogue.queryOptions()),
    getQueryClient().prefetchQuery(api.templates.drafts.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <TemplatesPage />
    </Hydrate>
  );
}
