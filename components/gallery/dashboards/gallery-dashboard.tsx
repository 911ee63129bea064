"use client";

import "../../charts/charts.css";
import "../../dashboards/dashboard.css";
import { useState } from "react";
import type { Selections } from "@/server/platform/model";
import { Dashboard, type DashboardTheme } from "../../dashboards";
import { PageBar } from "../../layout/top-bar";
import { fixtureSource, type GalleryState } from "./fixture-source";

const SELECTED: Partial<Record<GalleryState, Selections>> = {
  selected: { Region: ["DACH", "Nordics"], Category: ["Cycling", "Camping"] },
  empty: { Country: ["Austria"], Region: ["Nordics"] },
};

/** The dashboard in one of its states, over rows made up in the browser. */
export function GalleryDashboard({
  state,
  theme,
  sheet,
  language,
  brand,
}: {
  state: GalleryState;
  theme?: DashboardTheme;
  sheet?: string;
  language?: string;
  brand?: string;
}) {
  const [source] = useState(() => fixtureSource(state, brand));
  const dashboard = (
    <Dashboard source={source} theme={theme} sheet={sheet} language={language} selections={SELECTED[state]} />
  );
  return (
    <>
      <PageBar crumbs={[{ label: "Gallery", href: "/gallery" }, { label: `Dashboard ${state}` }]} />
      {state === "phone" ? (
        <div className="mx-auto my-6 h-[780px] w-[375px] max-w-full overflow-y-auto rounded-4 border border-line-strong [transform:translateZ(0)]">
          {dashboard}
        </div>
      ) : (
        <div style={{ "--dash-top": "var(--topbar)" } as React.CSSProperties} className="-mx-(--gutter)">
          {dashboard}
        </div>
      )}
    </>
  );
}
