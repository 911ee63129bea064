import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForbiddenState } from "@/components/patterns/forbidden-state";
import { Hydrate } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { LiveProvider } from "@/components/runs/live/provider";
import { openRun } from "@/components/runs/open";
import { RunPage } from "@/components/runs/run-page";

interface Props {
  params: Promise<{ runId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ runId }, t] = await Promise.all([params, getTranslations("runs"), requireMe()]);
  const { found } = await openRun(runId);
  return {
    title: found
      ? t("page.documentTitle", { state: t(`state.${found.run.state}`), title: found.run.title })
      : t("title"),
  };
}

export default async function Page({ params }: Props) {
  const [{ runId }] = await Promise.all([params, requireMe()]);
  const { forbidden } = await openRun(runId);
  if (forbidden) return <ForbiddenState permission={forbidden} />;
  return (
    <Hydrate>
      <LiveProvider>
        <RunPage key={runId} id={runId} />
      </LiveProvider>
    </Hydrate>
  );
}
