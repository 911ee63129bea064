import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectionPage } from "@/components/connections/connection-page";
import { openConnection } from "@/components/connections/open";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";

interface Props {
  params: Promise<{ connectionId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ connectionId }, t] = await Promise.all([params, getTranslations("connections"), requireMe()]);
  const { found } = await openConnection(connectionId);
  return { title: found ? `${found.connection.name}, ${found.tenant.name}` : t("title") };
}

export default async function Page({ params }: Props) {
  const [{ connectionId }] = await Promise.all([params, requireMe()]);
  const { forbidden } = await openConnection(connectionId);
  if (forbidden) return <ForbiddenState permission={forbidden} />;
  return (
    <Hydrate>
      <ConnectionPage id={connectionId} />
    </Hydrate>
  );
}
