import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { cache } from "react";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { openForPage } from "@/components/providers/open";
import { api, getQueryClient, Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { LiveProvider } from "@/components/runs/live/provider";
import { RunPage } from "@/components/runs/run-page";

interface Props {
  params: Promise<{ runId: string }>;
}

const open = cache((id: string) =>
  openForPage(getQueryClient().fetchQuery(api.runs.get.queryOptions({ id }))),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ runId }, t] = await Promise.all([params, getTranslations("runs"), requireMe()]);
  const { found } = await open(runId);
  return {
    title: found
      ? t("page.documentTitle", { state: t(`state.${found.run.state}`), title: found.run.title })
      : t("title"),
  };
}

export default async function Page({ params }: Props) {
  const [{ runId }] = await Promise.all([params, requireMe()]);
  const { forbidden } = await open(runId);
  if (forbidden) return <ForbiddenState permission={forbidden} />;
  return (
    <Hydrate>
      <LiveProvider>
        <RunPage key={runId} id={runId} />
      </LiveProvider>
    </Hydrate>
  );
}
