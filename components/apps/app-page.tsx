"use client";

import { useQuery } from "@tanstack/react-query";
import { Blocks, Maximize2, Minimize2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { PageBar } from "../layout/top-bar";
import { AppModel } from "../model/app-model";
import { CopyId } from "../patterns/copy-button";
import { ErrorState } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { PageHeader } from "../patterns/page-header";
import { Plot } from "../patterns/plot";
import { RelativeTime } from "../patterns/relative-time";
import { StatusMark } from "../patterns/status-mark";
import { AppAccess } from "../people/app-access";
import { SheetAccess } from "../people/sheet-access";
import { useMay } from "../providers/me";
import { useTRPC } from "../providers/trpc";
import { ReloadButton } from "../reloads/reload-button";
import { TenantPageSkeleton } from "../tenants/tenant-page-skeleton";
import { Button, ButtonLink } from "../ui/button";
import { TextLink } from "../ui/link";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { AppContent } from "./app-content";
import { AppEmbed } from "./app-embed";
import { type App, AppFacts } from "./app-facts";
import { PortalDashboard } from "./portal-dashboard";

const LOOK_AGAIN_MS = 30_000;
const TABS = ["dashboard", "embed", "model", "content", "access"] as const;

/** The app's sheets, as whoever opens the app uses them. */
function Sheets({ app, onEditing }: { app: App; onEditing(editing: boolean): void }) {
  const t = useTranslations("apps.page");
  return app.published === null ? (
    <Notice tone="queued">{t("noData")}</Notice>
  ) : (
    <PortalDashboard app={app.id} tenantId={app.tenantId} onEditing={onEditing} />
  );
}

/** Of what time its figures are. */
function Fresh({ app: { published } }: { app: App }) {
  const t = useTranslations("apps.page");
  if (!published) return <span>{t("notPublished")}</span>;
  return (
    <span>
      {t("facts.data")}: <RelativeTime at={published.createdAt} />
    </span>
  );
}

/** One app: what it serves, how it looks inside the vendor's product, and what that product needs to show it. */
export function AppPage({ id }: { id: string }) {
  const t = useTranslations("apps.page");
  const shell = useTranslations("shell");
  const embedWords = useTranslations("embeds.page");
  const trpc = useTRPC();
  const [full, setFull] = useState(false);
  const [editing, setEditing] = useState(false);
  const bare = full || editing;
  const [tab, setTab] = useQueryState(
    "tab",
    parseAsStringLiteral(TABS).withDefault("dashboard").withOptions({ history: "replace" }),
  );
  const query = useQuery({ ...trpc.apps.get.queryOptions({ id }), refetchInterval: LOOK_AGAIN_MS });
  const app = query.data;
  const { data: tenant } = useQuery({
    ...trpc.tenants.get.queryOptions({ id: app?.tenantId ?? "" }),
    enabled: app !== undefined,
  });
  const mayPeople = useMay("members:read", app?.tenantId);
  const reads = useMay("apps:query", app?.tenantId);
  const previews = useMay("embeds:read", app?.tenantId);
  const mayContent = useMay("reloads:read", app?.tenantId);
  // Who looks after the app reads of its version and schedule; who reads it, how fresh it is.
  const keeps = useMay("connections:read", app?.tenantId);
  const shown = {
    ...{ dashboard: reads || !previews, embed: previews, model: mayContent },
    ...{ content: mayContent && keeps, access: mayPeople },
  };
  const tabs = TABS.filter((name) => shown[name]);
  // Who supports customers and must not read their data has no dashboard here.
  const first = shown.dashboard ? "dashboard" : "embed";
  const wanted = shown[tab] ? tab : first;
  const crumbs = [{ label: shell("tenants"), href: "/tenants" }];
  if (!app)
    return (
      <>
        <PageBar crumbs={crumbs} />
        {query.error ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <TenantPageSkeleton />
        )}
      </>
    );
  const tenantName = tenant?.name ?? app.tenantId;
  return (
    <>
      <PageBar
        crumbs={[...crumbs, { label: tenantName, href: `/tenants/${app.tenantId}` }, { label: app.title }]}
      />
      <PageHeader
        title={
          <>
            {app.title}{" "}
            {keeps && app.publishedVersion ? (
              <span className="text-16 font-regular text-ink-3">{app.publishedVersion}</span>
            ) : null}
          </>
        }
        mark={<Plot id={app.tenantId} size={40} />}
        actions={
          <>
            <ReloadButton app={app.id} tenantId={app.tenantId} partial={app.hasPartialReload}>
              {t("reload")}
            </ReloadButton>
            {app.published && previews ? (
              <ButtonLink href={`/tenants/${app.tenantId}/embeds/${app.id}`}>
                <Blocks />
                {embedWords("playground")}
              </ButtonLink>
            ) : null}
            {app.published && !editing ? (
              <Button title={t("openFullHint")} aria-pressed={full} onClick={() => setFull(!full)}>
                {full ? <Minimize2 /> : <Maximize2 />}
                {t(full ? "closeFull" : "openFull")}
              </Button>
            ) : null}
          </>
        }
      >
        <span className="flex flex-wrap items-center gap-x-3">
          {keeps ? (
            <StatusMark tone={app.published ? "succeeded" : "queued"}>
              {t(app.published ? "published" : "notPublished")}
            </StatusMark>
          ) : null}
          <TextLink href={`/tenants/${app.tenantId}`}>{tenantName}</TextLink>
          {keeps ? <CopyId value={app.id} /> : <Fresh app={app} />}
        </span>
      </PageHeader>
      {keeps && !bare ? <AppFacts app={app} /> : null}
      <Tabs
        value={full && wanted !== "embed" ? first : wanted}
        onValueChange={(value) => setTab(TABS.find((name) => name === value) ?? null)}
      >
        {bare || tabs.length < 2 ? null : (
          <TabList aria-label={t("parts")} className="mb-5">
            {tabs.map((name) => (
              <Tab key={name} value={name}>
                {t(`tab.${name}`)}
              </Tab>
            ))}
          </TabList>
        )}
        {shown.dashboard ? (
          <TabPanel value="dashboard">
            <Sheets app={app} onEditing={setEditing} />
          </TabPanel>
        ) : null}
        {shown.embed ? (
          <TabPanel value="embed">
            <AppEmbed app={app} full={full} />
          </TabPanel>
        ) : null}
        {mayPeople ? (
          <TabPanel value="access">
            <AppAccess app={app.id} tenantId={app.tenantId} />
            <SheetAccess app={app.id} tenantId={app.tenantId} />
          </TabPanel>
        ) : null}
        {shown.content ? (
          <TabPanel value="content">
            <AppContent app={app} />
          </TabPanel>
        ) : null}
        {shown.model ? (
          <TabPanel value="model">
            <AppModel app={app.id} tenantId={app.tenantId} title={app.title} />
          </TabPanel>
        ) : null}
      </Tabs>
    </>
  );
}
