import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { openForPage } from "@/components/providers/open";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireOperator } from "@/components/providers/session";
import { Wizard } from "@/components/wizard/wizard";
import { WizardHeader } from "@/components/wizard/wizard-header";

export async function generateMetadata(): Promise<Metadata> {
  const [t] = await Promise.all([getTranslations("drafts"), requireOperator()]);
  return { title: t("title") };
}

export default async function Page({ params }: { params: Promise<{ draft?: string[] }> }) {
  const [{ draft: path = [] }, me] = await Promise.all([params, requireOperator()]);
  if (path.length > 1) notFound();
  if (!me.permissions.includes("tenants:create"))
    return (
      <>
        <WizardHeader />
        <main className="p-(--gutter)">
          <ForbiddenState permission="tenants:create" />
        </main>
      </>
    );
  const queries = getQueryClient();
  const id = path[0];
  const opened = id ? await openForPage(queries.fetchQuery(api.drafts.get.queryOptions({ id }))) : {};
  const draft = opened.found;
  if (draft && draft.state !== "draft") redirect(draft.run ? `/runs/${draft.run}` : `/tenants/${draft.id}`);
  await Promise.all([
    queries.prefetchQuery(api.drafts.templates.queryOptions()),
    queries.prefetchQuery(api.plans.list.queryOptions()),
    queries.prefetchQuery(api.connections.forms.queryOptions()),
  ]);
  return (
    <Hydrate>
      <Wizard draft={draft ?? null} />
    </Hydrate>
  );
}
