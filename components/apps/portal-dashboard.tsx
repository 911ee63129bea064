"use client";

import "../charts/charts.css";
import "../dashboards/dashboard.css";
import { useLocale } from "next-intl";
import { parseAsJson, parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { z } from "zod";
import type { Selections } from "@/server/platform/model";
import { Dashboard } from "../dashboards";
import { usePortalSource } from "./portal-source";

const cell = z.union([z.string(), z.number(), z.boolean()]);
const readSelections = (value: unknown): Selections | null =>
  z.record(z.string(), z.array(cell)).safeParse(value).data ?? null;

/** An app's sheets for people of its tenant; the address names the sheet, and may say what is selected at first. */
export function PortalDashboard({ app }: { app: string }) {
  const locale = useLocale();
  const source = usePortalSource(app);
  const [sheet, setSheet] = useQueryState("sheet", parseAsString.withOptions({ history: "replace" }));
  const [selected] = useQueryState("select", parseAsJson(readSelections));
  const [first] = useState({ sheet: sheet ?? undefined, selections: selected ?? undefined });
  return (
    <div className="overflow-clip rounded-3 border border-line-strong">
      <Dashboard
        source={source}
        language={locale}
        sheet={first.sheet}
        selections={first.selections}
        onSheet={(state) => void setSheet(state.sheet)}
      />
    </div>
  );
}
