"use client";

import { useMemo } from "react";
import { Dashboard, type DashboardSource, type DashboardTheme } from "../../dashboards";
import { useEditorState } from "../state/editor-context";
import type { Preview } from "./stage";

const WIDTH: Record<Preview, string> = { desktop: "100%", tablet: "820px", phone: "375px" };

/** The draft as a dashboard that answers: selections, filters, drills. Nothing is edited here. */
export function Trial({
  source,
  preview,
  theme,
}: {
  source: DashboardSource;
  preview: Preview;
  theme?: DashboardTheme;
}) {
  const draft = useEditorState((s) => s.history.present);
  const open = useEditorState((s) => s.open);
  const tried = useMemo<DashboardSource>(
    () => ({
      ask: (batch, signal) => source.ask(batch, signal),
      async document(signal) {
        // Whoever edits sees all of it first, not what they start with.
        const { start: _, ...document } = await source.document(signal);
        return { ...document, sheets: draft.sheets.map(({ sheet }) => sheet) };
      },
    }),
    [source, draft],
  );
  return (
    <div className="bg-canvas">
      <div
        className="relative mx-auto max-w-full ring-1 ring-line-strong [transform:translateZ(0)]"
        style={{ width: WIDTH[preview] }}
      >
        <Dashboard source={tried} sheet={open} theme={theme} hide={["tabs"]} />
      </div>
    </div>
  );
}
