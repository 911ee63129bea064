import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireOperator } from "@/components/providers/session";
import { openVersion } from "@/components/templates/open";
import { textIn } from "@/components/templates/text-in";
import { TemplateVersionPage } from "@/components/templates/version-page";

interface Props {
  params: Promise<{ id: string; version: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id, version }, t, locale] = await Promise.all([
    params,
    getTranslations("templates"),
    getLocale(),
    requireOperator(),
  ]);
  const { found } = await openVersion(id, version);
  return { title: found ? `${textIn(found.manifest.title, locale)} ${found.version}` : t("title") };
}

export default async function Page({ params }: Props) {
  const [{ id, version }] = await Promise.all([params, requireOperator()]);
  const { forbidden } = await openVersion(id, version);
  if (forbidden) return <ForbiddenState permission={forbidden} />;
  await getQueryClient().prefetchQuery(api.templates.get.queryOptions({ id }));
  return (
    <Hydrate>
      <TemplateVersionPage id={id} version={version} />
    </Hydrate>
  );
}
