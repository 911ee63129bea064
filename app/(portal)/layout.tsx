import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Announcements } from "@/components/announcements/announcements";
import { organisationAt } from "@/components/brand/organisation";
import { OwnBrand } from "@/components/brand/use-organisation";
import { Belonging } from "@/components/layout/belonging";
import { Shell } from "@/components/layout/shell";
import { Bell } from "@/components/notifications/bell";
import { Document } from "@/components/providers/document";
import { MeProvider } from "@/components/providers/me";
import { api, getQueryClient } from "@/components/providers/server";
import { findMe, requireMe } from "@/components/providers/session";
import { ApiProvider } from "@/components/providers/trpc";
import { ownZone } from "@/components/tenants/own-zone";
import { TenantZone } from "@/components/tenants/tenant-zone";
import { ViewBar } from "@/components/viewing/view-bar";

/** Windows and tabs are called after whoever's portal it is. */
export async function generateMetadata(): Promise<Metadata> {
  const [me, head] = await Promise.all([findMe(), headers()]);
  const own = me && organisationAt(me, head.get("x-path") ?? "");
  const name = own?.name || "Tenantry";
  return { title: { template: `%s · ${name}`, default: name } };
}

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
          <OwnBrand />
          {zone ? <TenantZone zone={zone}>{shell}</TenantZone> : shell}
          <ViewBar />
        </MeProvider>
      </ApiProvider>
    </Document>
  );
}
