import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Announcements } from "@/components/announcements/announcements";
import { Shell } from "@/components/layout/shell";
import { Document } from "@/components/providers/document";
import { MeProvider } from "@/components/providers/me";
import { api, getQueryClient } from "@/components/providers/server";
import { requireMe } from "@/components/providers/session";
import { ApiProvider } from "@/components/providers/trpc";
import { ViewBar } from "@/components/viewing/view-bar";

export const metadata: Metadata = { title: { template: "%s · Tenantry", default: "Tenantry" } };

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const me = await requireMe();
  const told = await getQueryClient()
    .fetchQuery(api.announcements.current.queryOptions())
    .catch(() => []);
  return (
    <Document>
      <ApiProvider view={me.viewer?.viewId ?? ""}>
        <MeProvider me={me}>
          <Shell above={<Announcements initial={told} />}>{children}</Shell>
          <ViewBar />
        </MeProvider>
      </ApiProvider>
    </Document>
  );
}
