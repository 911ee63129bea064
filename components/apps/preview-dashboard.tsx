"use client";

import "../charts/charts.css";
import "../dashboards/dashboard.css";
import "../dashboards/brand-fonts";
import { useLocale } from "next-intl";
import { Dashboard } from "../dashboards";
import type { DashboardPart } from "../dashboards/source";
import { usePortalSource } from "./portal-source";

const AROUND: readonly DashboardPart[] = ["selections", "filters", "menu", "bookmarks", "toolbar"];

/** An app's sheets to look at, without what is around them on its own page. */
export function PreviewDashboard({ app }: { app: string }) {
  const locale = useLocale();
  const source = usePortalSource(app);
  return (
    <div className="overflow-clip rounded-3 border border-line-strong">
      <Dashboard source={source} language={locale} hide={AROUND} />
    </div>
  );
}
