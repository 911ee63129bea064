"use client";

import { useQuery } from "@tanstack/react-query";
import { Blocks, Maximize2, Minimize2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import type { DashboardPart } from "../dashboards/source";
import { Keys } from "../embeds/keys";
import { Origins } from "../embeds/origins";
import { type Looks, Preview } from "../embeds/preview";
import { Snippet } from "../embeds/snippet";
import { type Embeds, useEmbeds } from "../embeds/use-embeds";
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
import { useTheme } from "../providers/theme";
import { useTRPC } from "../providers/trpc";
import { ReloadButton } from "../reloads/reload-button";
import { TenantPageSkeleton } from "../tenants/tenant-page-skeleton";
import { Button, ButtonLink } from "../ui/button";
import { TextLink } from "../ui/link";
import { Skeleton } from "../ui/small";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { AppContent } from "./app-content";
import { type App, AppFacts } from "./app-facts";
import { PortalDashboard } from "./portal-dashboard";

const LOOK_AGAIN_MS = 30_000;
const TABS = ["dashboard", "sheets", "model", "content", "access"] as const;

function Setup({
  app,
  embeds,
  looks,
  hide,
  onHide,
}: {
  app: App;
  embeds: Embeds;
  looks: Looks;
  hide: DashboardPart[];
  onHide: (hide: DashboardPart[]) => void;
}) {
  const inUse = embeds.keys.find((key) => !key.revokedAt);
  return (
    <aside className="min-w-0 lg:w-76 lg:shrink-0">
      <Snippet
        facts={{
          url: embeds.url,
          app: app.id,
          tenant: app.tenantId,
          title: app.title,
          page: embeds.origins[0]?.origin ?? "https://office.example.com",
          kid: inUse?.id ?? "KEY-ID",
          theme: looks.theme === "dark" ? "dark" : "auto",
          brand: looks.brand,
          hide,
        }}
        onHide={onHide}
      />
      <Origins embeds={embeds} />
      <Keys embeds={embeds} />
    </aside>
  );
}

function Body({ app, full }: { app: App; full: boolean }) {
  const t = useTranslations("apps.page");
  const preview = useTranslations("embeds.preview");
  const { theme } = useTheme();
  const [looks, setLooks] = useState<Looks>({
    device: "tablet",
    theme: theme === "dark" ? "dark" : "light",
    brand: true,
  });
  const [hide, setHide] = useState<DashboardPart[]>([]);
  const mayPreview = useMay("embeds:preview", app.tenantId);
  const mayRead = useMay("embeds:read", app.tenantId);
  const { query } = useEmbeds(app.tenantId, mayRead);
  if (!mayRead)
    return app.published === null ? (
      <Notice tone="queued">{t("noData")}</Notice>
    ) : (
      <PortalDashboard app={app.id} tenantId={app.tenantId} />
    );
  const embeds = query.data;
  if (!embeds)
    return query.error ? (
      <ErrorState error={query.error} onRetry={() => query.refetch()} />
    ) : (
      <Skeleton className="h-96 rounded-3" />
    );
  return (
    <div className="flex gap-6 max-lg:flex-col">
      <div className="min-w-0 flex-1">
        {app.published === null ? (
          <Notice tone="queued">{t("noData")}</Notice>
        ) : mayPreview ? (
          <Preview
            url={embeds.url}
            app={app.id}
            title={app.title}
            looks={full ? { ...looks, device: "desktop" } : looks}
            hide={hide}
            onLooks={setLooks}
          />
        ) : (
          <Notice tone="queued">{preview("forbidden")}</Notice>
        )}
      </div>
      {full ? null : <Setup app={app} embeds={embeds} looks={looks} hide={hide} onHide={setHide} />}
    </div>
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
  // Whoever sets embeds up sees a preview first, and sheets beside it; for everybody else they are the first tab.
  const previews = useMay("embeds:read", app?.tenantId);
  const makesSheets = useMay("sheets:write", app?.tenantId) && previews;
  const mayContent = useMay("reloads:read", app?.tenantId);
  // Who looks after the app reads of its version and schedule; who reads it, how fresh it is.
  const keeps = useMay("connections:read", app?.tenantId);
  const shown = {
    ...{ dashboard: true, sheets: makesSheets && app?.published, model: mayContent },
    ...{ content: mayContent && keeps, access: mayPeople },
  };
  const tabs = TABS.filter((name) => shown[name]);
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
            {app.published ? (
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
      {keeps && !full ? <AppFacts app={app} /> : null}
      <Tabs
        value={full || !shown[tab] ? "dashboard" : tab}
        onValueChange={(value) => setTab(TABS.find((name) => name === value) ?? null)}
      >
        {full || tabs.length < 2 ? null : (
          <TabList aria-label={t("parts")} className="mb-5">
            {tabs.map((name) => (
              <Tab key={name} value={name}>
                {t(`tab.${name}`)}
              </Tab>
            ))}
          </TabList>
        )}
        <TabPanel value="dashboard">
          <Body app={app} full={full} />
        </TabPanel>
        {shown.sheets ? (
          <TabPanel value="sheets">
            <PortalDashboard app={app.id} tenantId={app.tenantId} />
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
