import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Announcements } from "@/components/announcements/announcements";
import { Belonging } from "@/components/layout/belonging";
import { Shell } from "@/components/layout/shell";
import { Bell } from "@/components/notifications/bell";
import { Document } from "@/components/providers/document";
import { MeProvider } from "@/components/providers/me";
import { api, getQueryClient } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { ApiProvider } from "@/components/providers/trpc";
import { ownZone } from "@/components/tenants/own-zone";
import { TenantZone } from "@/components/tenants/tenant-zone";
import { ViewBar } from "@/components/viewing/view-bar";

export const metadata: Metadata = { title: { template: "%s · Tenantry", default: "Tenantry" } };

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const me = await requireMe();
  const zone = ownZone(me);
  const queries = getQueryClient();
  const [told, unread] = await Promise.all([
    queries.fetchQuery(api.announcements.current.queryOptions()).catch(() => []),
    queries.fetchQuery(api.notifications.unread.queryOptions()).catch(() => ({ count: 0 })),
  ]);
  const shell = (
    <Shell above={<Announcements initial={told} />} bell={<Bell initial={unread} />}>
      <Belonging>{children}</Belonging>
    </Shell>
  );
  return (
    <Document>
      <ApiProvider view={me.viewer?.viewId ?? ""}>
        <MeProvider me={me}>
          {zone ? <TenantZone zone={zone}>{shell}</TenantZone> : shell}
          <ViewBar />
        </MeProvider>
      </ApiProvider>
    </Document>
  );
}
