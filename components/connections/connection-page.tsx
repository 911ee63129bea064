"use client";

import { useQuery } from "@tanstack/react-query";
import { Unplug } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type { ReloadState } from "@/db/schema/states";
import { PageBar } from "../layout/top-bar";
import { CopyId } from "../patterns/copy-button";
import { TwoLines } from "../patterns/data-table";
import { ErrorState } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { PageHeader } from "../patterns/page-header";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { TitleBlock, TitleCell } from "../patterns/title-block";
import { RELOAD_TONES } from "../patterns/tones";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import type { RouterOutputs } from "../providers/types";
import { PartRow } from "../tenants/part";
import { TenantPageSkeleton } from "../tenants/tenant-page-skeleton";
import { Button, ButtonLink } from "../ui/button";
import { TextLink } from "../ui/link";
import { Card } from "../ui/small";
import { Properties } from "./properties";
import { ReplaceSecret } from "./replace-secret";
import { TablesCard } from "./tables-card";
import { TestAnswer } from "./test-answer";
import { TestMark } from "./test-mark";
import { useKind } from "./use-kind";
import { useTest } from "./use-test";

type Use = RouterOutputs["connections"]["use"];

function Apps({ use }: { use: Use }) {
  const t = useTranslations("connections");
  const words = useTranslations("reloads.state");
  const id = useId();
  return (
    <Card id={id} title={t("page.usedBy", { count: use.apps.length })}>
      {use.apps.length === 0 ? <p className="px-4 py-3.5 text-13 text-ink-3">{t("page.unused")}</p> : null}
      <ul>
        {use.apps.map((app) => (
          <PartRow
            key={app.id}
            end={
              app.reload ? (
                <Link
                  href={`/reloads/${app.reload.id}`}
                  className="inline-block min-h-6 hover:underline"
                  prefetch={false}
                >
                  <StatusMark tone={RELOAD_TONES[app.reload.state as ReloadState]} className="text-12">
                    {words(app.reload.state as ReloadState)}
                  </StatusMark>{" "}
                  <RelativeTime at={app.reload.at} />
                </Link>
              ) : (
                t("page.noReload")
              )
            }
          >
            <Link
              href={`/tenants/${use.tenant.id}/apps/${app.id}`}
              className="block min-h-6 hover:underline"
              prefetch={false}
            >
              <TwoLines below={t("page.slot", { slot: app.slot })}>
                <b className="font-medium">{app.title}</b> <span className="text-ink-3">{app.version}</span>
              </TwoLines>
            </Link>
          </PartRow>
        ))}
      </ul>
    </Card>
  );
}

function Content({ use }: { use: Use }) {
  const t = useTranslations("connections");
  const kind = useKind();
  const id = useId();
  const { connection, tenant, apps } = use;
  const test = useTest(connection.id);
  const mayTest = useMay("connections:test", tenant.id);
  const mayWrite = useMay("connections:write", tenant.id);
  const stored = connection.testResult;
  return (
    <>
      <PageHeader
        title={connection.name}
        mark={<Plot id={tenant.id} size={40} />}
        actions={
          <>
            {mayWrite ? (
              <>
                <ButtonLink href={`/connections/${connection.id}/change`}>{t("change.button")}</ButtonLink>
                <ReplaceSecret
                  id={connection.id}
                  name={connection.name}
                  had={connection.hasSecret}
                  seen={connection.updatedAt}
                />
              </>
            ) : null}
            {mayTest ? (
              <Button
                variant="primary"
                busy={test.isPending}
                onClick={() => test.mutate({ id: connection.id })}
              >
                <Unplug />
                {test.isPending ? t("page.testing") : t("page.test")}
              </Button>
            ) : null}
          </>
        }
      >
        <span className="flex flex-wrap items-center gap-x-3">
          <TextLink href={`/tenants/${tenant.id}`}>{tenant.name}</TextLink>
          <CopyId value={connection.id} />
        </span>
      </PageHeader>
      {test.data ? <TestAnswer result={test.data} className="mb-4" /> : null}
      {!test.data && stored?.ok === false && stored.message ? (
        <Notice tone="failed" className="mb-4">
          {stored.message}
        </Notice>
      ) : null}
      <TitleBlock>
        <TitleCell label={t("column.kind")}>{kind(connection.kind)}</TitleCell>
        <TitleCell label={t("column.test")}>
          <TestMark connection={connection} />
        </TitleCell>
        <TitleCell label={t("column.used")}>{t("apps", { count: apps.length })}</TitleCell>
        <TitleCell label={t("column.changed")}>
          <RelativeTime at={connection.updatedAt} />
        </TitleCell>
      </TitleBlock>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Card id={id} title={t("page.properties")}>
          <Properties properties={connection.properties} hasSecret={connection.hasSecret} />
        </Card>
        <Apps use={use} />
      </div>
      {mayWrite && stored?.ok ? <TablesCard connectionId={connection.id} /> : null}
    </>
  );
}

/** One connection: what it is, whether it answers, and what reads through it. */
export function ConnectionPage({ id }: { id: string }) {
  const t = useTranslations("connections");
  const trpc = useTRPC();
  const query = useQuery(trpc.connections.use.queryOptions({ id }));
  const crumbs = [{ label: t("place") }, { label: t("title"), href: "/connections" }];
  return (
    <>
      <PageBar crumbs={query.data ? [...crumbs, { label: query.data.connection.name }] : crumbs} />
      {query.data ? (
        <Content use={query.data} />
      ) : query.error ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <TenantPageSkeleton />
      )}
    </>
  );
}
