import type { Metadata } from "next";
import type { ReactNode } from "react";
import { OwnBrand } from "@/components/brand/use-organisation";
import { Document } from "@/components/providers/document";
import { MeProvider } from "@/components/providers/me";
import { requireMe } from "@/components/providers/session";
import { ApiProvider } from "@/components/providers/trpc";
import { ViewBar } from "@/components/viewing/view-bar";

export const metadata: Metadata = { title: { template: "%s · Tenantry", default: "Tenantry" } };

/** A frame of its own: no sidebar, so that nothing but the description of one tenant is on screen. */
export default async function WizardLayout({ children }: { children: ReactNode }) {
  const me = await requireMe();
  return (
    <Document>
      <ApiProvider view={me.viewer?.viewId ?? ""}>
        <MeProvider me={me}>
          <OwnBrand />
          {children}
          <ViewBar />
        </MeProvider>
      </ApiProvider>
    </Document>
  );
}
