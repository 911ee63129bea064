import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { openReload } from "@/components/reloads/open";
import { ReloadPage } from "@/components/reloads/reload-page";

interface Props {
  params: Promise<{ reloadId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ reloadId }, t] = await Promise.all([params, getTranslations("reloads"), requireMe()]);
  const { found } = await openReload(reloadId);
  return { title: found?.app ? `${t(`state.${found.reload.state}`)}: ${found.app.title}` : t("title") };
}

export default async function Page({ params }: Props) {
  const [{ reloadId }] = await Promise.all([params, requireMe()]);
  const { forbidden } = await openReload(reloadId);
  if (forbidden) return <ForbiddenState permission={forbidden} />;
  return (
    <Hydrate>
      <ReloadPage key={reloadId} id={reloadId} />
    </Hydrate>
  );
}
