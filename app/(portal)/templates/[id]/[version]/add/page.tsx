import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { requireOperator } from "@/components/providers/session";
import { AddTemplatePage } from "@/components/templates/add/add-page";
import { openVersion } from "@/components/templates/open";
import { textIn } from "@/components/templates/text-in";

interface Props {
  params: Promise<{ id: string; version: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("templates.add"), requireOperator()]);
  return { title: t("crumb") };
}

export default async function Page({ params }: Props) {
  const [{ id, version }, locale, me] = await Promise.all([params, getLocale(), requireOperator()]);
  const { found, forbidden } = await openVersion(id, version);
  if (forbidden) return <ForbiddenState permission={forbidden} />;
  if (!me.permissions.includes("tenants:update")) return <ForbiddenState permission="tenants:update" />;
  return (
    <AddTemplatePage
      id={id}
      version={found?.version ?? version}
      title={found ? textIn(found.manifest.title, locale) : id}
    />
  );
}
