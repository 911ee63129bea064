"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { PageBar } from "../layout/top-bar";
import { ErrorState } from "../patterns/error-state";
import { PageHeader } from "../patterns/page-header";
import { isMoving } from "../patterns/tones";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { TenantsEmpty } from "../tenants/tenants-empty";
import { ButtonLink } from "../ui/button";
import { FirstMinutes } from "./first-minutes";
import { FleetFacts } from "./fleet-facts";
import { HomeSkeleton } from "./home-skeleton";
import { Needs } from "./needs";
import { RecentRuns } from "./recent-runs";
import { Samples } from "./samples";

const LOOK_AGAIN_MS = { moving: 5_000, calm: 30_000 };

/** The operator's start: what waits for them, how the fleet is, what happened lately. */
export function HomePage() {
  const t = useTranslations("home");
  const trpc = useTRPC();
  const mayCreate = useMay("tenants:create");
  const home = useQuery({
    ...trpc.home.get.queryOptions(),
    refetchInterval: ({ state }) =>
      state.data?.runs?.some((run) => isMoving(run.state)) ? LOOK_AGAIN_MS.moving : LOOK_AGAIN_MS.calm,
  });
  const { data } = home;
  const empty = data?.fleet.total === 0 && data.needs.length === 0;
  return (
    <>
      <PageBar crumbs={[{ label: t("title") }]} />
      <PageHeader
        title={t("title")}
        actions={
          mayCreate && !empty ? (
            <ButtonLink href="/tenants/new" variant="primary">
              <Plus />
              {t("create")}
            </ButtonLink>
          ) : undefined
        }
      />
      {home.error ? <ErrorState error={home.error} onRetry={() => home.refetch()} className="mb-4" /> : null}
      {!data && !home.error ? <HomeSkeleton /> : null}
      {data && empty ? <TenantsEmpty /> : null}
      {data && !empty ? (
        <>
          <FleetFacts fleet={data.fleet} />
          <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <div className="grid min-w-0 gap-5">
              <Needs needs={data.needs} />
              {data.runs ? <RecentRuns runs={data.runs} /> : null}
            </div>
            <div className="grid min-w-0 gap-5">
              {data.guide ? <FirstMinutes guide={data.guide} /> : null}
              {data.samples ? <Samples samples={data.samples} /> : null}
            </div>
          </div>
        </>
      ) : null}
    </>
  );
}
