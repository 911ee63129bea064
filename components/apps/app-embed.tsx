"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { DashboardPart } from "../dashboards/source";
import { Keys } from "../embeds/keys";
import { Origins } from "../embeds/origins";
import { type Looks, Preview } from "../embeds/preview";
import { Snippet } from "../embeds/snippet";
import { type Embeds, useEmbeds } from "../embeds/use-embeds";
import { ErrorState } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useMay } from "../providers/me";
import { useTheme } from "../providers/theme";
import { Skeleton } from "../ui/small";
import type { App } from "./app-facts";

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

/**
 * How the app looks inside the vendor's product, and what that product needs to show it.
 * @param full the preview alone, as wide as the page
 */
export function AppEmbed({ app, full }: { app: App; full: boolean }) {
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
  const { query } = useEmbeds(app.tenantId);
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
