import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireOperator } from "@/components/providers/session";
import { DraftPage } from "@/components/templates/draft/draft-page";
import { openDraft } from "@/components/templates/open";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ id }, t] = await Promise.all([params, getTranslations("authoring"), requireOperator()]);
  const { found } = await openDraft(id);
  return { title: t("title", { title: found?.title ?? id }) };
}

export default async function Page({ params }: Props) {
  const [{ id }] = await Promise.all([params, requireOperator()]);
  const { forbidden } = await openDraft(id);
  if (forbidden) return <ForbiddenState permission={forbidden} />;
  await getQueryClient().prefetchQuery(api.templates.drafts.language.queryOptions());
  return (
    <Hydrate>
      <DraftPage id={id} />
    </Hydrate>
  );
}
