import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { UploadPage } from "@/components/people/upload-page";
import { mayIn } from "@/components/providers/may";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";

interface Props {
  params: Promise<{ tenantId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("people.upload");
  return { title: t("title") };
}

export default async function Page({ params }: Props) {
  const [{ tenantId }, me] = await Promise.all([params, requireMe()]);
  if (!mayIn(me, "members:write", tenantId)) return <ForbiddenState permission="members:write" />;
  const queries = getQueryClient();
  await Promise.all([
    queries.prefetchQuery(api.tenants.get.queryOptions({ id: tenantId })),
    queries.prefetchQuery(api.members.facts.queryOptions({ tenantId })),
  ]);
  return (
    <Hydrate>
      <UploadPage tenantId={tenantId} />
    </Hydrate>
  );
}
