"use client";

import "../../charts/charts.css";
import "../../dashboards/dashboard.css";
import { useLocale } from "next-intl";
import { useMemo } from "react";
import { Dashboard, type DashboardSource } from "../../dashboards";
import { useTRPCClient } from "../../providers/trpc";

/** The sheets of an app with its figures, as customers would see them. */
export function LiveSheets({ app }: { app: string }) {
  const client = useTRPCClient();
  const locale = useLocale();
  const source = useMemo<DashboardSource>(
    () => ({
      document: (signal) => client.apps.dashboard.query({ id: app }, { signal }),
      ask: (batch, signal) => client.apps.ask.query({ id: app, ...batch } as never, { signal }),
    }),
    [client, app],
  );
  return (
    <div className="h-[75dvh] overflow-hidden rounded-3 border border-line-strong">
      <Dashboard source={source} language={locale} />
    </div>
  );
}
