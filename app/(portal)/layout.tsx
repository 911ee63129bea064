import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Shell } from "@/components/layout/shell";
import { Document } from "@/components/providers/document";
import { MeProvider } from "@/components/providers/me";
import { requireMe } from "@/components/providers/session";
import { ApiProvider } from "@/components/providers/trpc";

export const metadata: Metadata = { title: { template: "%s · Tenantry", default: "Tenantry" } };

export default async function PortalLayout({ children }: { children: ReactNode }) {
  const me = await requireMe();
  return (
    <Document>
      <ApiProvider>
        <MeProvider me={me}>
          <Shell>{children}</Shell>
        </MeProvider>
      </ApiProvider>
    </Document>
  );
}
