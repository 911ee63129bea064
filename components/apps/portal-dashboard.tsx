"use client";

import "../charts/charts.css";
import "../dashboards/dashboard.css";
import "../dashboards/brand-fonts";
import dynamic from "next/dynamic";
import { useLocale } from "next-intl";
import { parseAsJson, parseAsString, useQueryState } from "nuqs";
import { useEffect, useMemo, useRef, useState } from "react";
import { z } from "zod";
import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { Selections } from "@/server/platform/model";
import { Dashboard, type DashboardHandle, type DashboardState } from "../dashboards";
import type { DashboardSource } from "../dashboards/source";
import { DeliverButton } from "../deliveries/deliver-dialog";
import { useMay } from "../providers/me";
import { Skeleton } from "../ui/small";
import { SheetBar } from "./own-sheets/sheet-bar";
import { useNoMaking } from "./own-sheets/use-no-making";
import { useSheetVerbs } from "./own-sheets/use-sheet-verbs";
import { usePortalSource } from "./portal-source";

const cell = z.union([z.string(), z.number(), z.boolean()]);
const readSelections = (value: unknown): Selections | null =>
  z.record(z.string(), z.array(cell)).safeParse(value).data ?? null;

const OwnSheetEditor = dynamic(() => import("./own-sheets/own-sheet-editor").then((m) => m.OwnSheetEditor), {
  ssr: false,
  loading: () => <Skeleton className="h-160 rounded-3" />,
});

/** What a mounted dashboard begins with; another one begins anew. */
interface Begun {
  count: number;
  sheet: string | undefined;
  selections: Selections | undefined;
}

/**
 * An app's sheets for people of its tenant; the address names the sheet, and may say what is selected at first. Authors
 * duplicate sheets and look after their own.
 */
export function PortalDashboard({
  app,
  tenantId,
  onEditing,
}: {
  app: string;
  tenantId: string;
  /** A sheet is opened in the editor, or left again. */
  onEditing?(editing: boolean): void;
}) {
  const locale = useLocale();
  const writes = useMay("sheets:write", tenantId);
  const plain = usePortalSource(app);
  const [sheet, setSheet] = useQueryState("sheet", parseAsString.withOptions({ history: "replace" }));
  const [selected] = useQueryState("select", parseAsJson(readSelections));
  const [begun, setBegun] = useState<Begun>({
    count: 0,
    sheet: sheet ?? undefined,
    selections: selected ?? undefined,
  });
  const [document, setDocument] = useState<DashboardDocument | null>(null);
  const [state, setState] = useState<DashboardState | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const dashboard = useRef<DashboardHandle>(null);
  const again = begun.count > 0;
  const source = useMemo<DashboardSource>(
    () => ({
      ...plain,
      async document(signal) {
        const { start, ...found } = await plain.document(signal);
        setDocument(found);
        return again || !start ? found : { ...found, start };
      },
    }),
    [plain, again],
  );
  function begin(wanted?: string) {
    const at = dashboard.current?.getState();
    const open = wanted ?? at?.sheet ?? begun.sheet;
    setBegun({ count: begun.count + 1, sheet: open, selections: at?.selections ?? begun.selections });
  }
  const noMaking = useNoMaking(tenantId, writes);
  const verbs = useSheetVerbs(app, begin);
  const own = state ? (document?.own?.[state.sheet] ?? null) : null;
  const title = state?.sheets.find(({ id }) => id === state.sheet)?.title ?? "";
  const edited = editing ? document?.own?.[editing] : undefined;
  const isEdited = edited !== undefined;
  useEffect(() => {
    onEditing?.(isEdited);
    return () => onEditing?.(false);
  }, [isEdited, onEditing]);
  if (edited)
    return (
      <OwnSheetEditor
        id={edited.id}
        source={plain}
        onDone={() => {
          setEditing(null);
          begin(editing ?? undefined);
        }}
      />
    );
  return (
    <>
      {writes && state ? (
        <SheetBar
          open={{
            id: state.sheet,
            title,
            own,
            copiedGone:
              own?.copiedFrom !== undefined &&
              own?.copiedFrom !== null &&
              !document?.sheets.some((s) => s.sheet === own.copiedFrom),
          }}
          verbs={verbs}
          noMaking={noMaking}
          onEdit={setEditing}
        />
      ) : null}
      {state ? (
        <div className="mb-3 flex flex-wrap justify-end gap-2 empty:hidden">
          <DeliverButton app={app} tenantId={tenantId} state={state} title={title} />
        </div>
      ) : null}
      <div className="overflow-clip rounded-3 border border-line-strong">
        <Dashboard
          key={begun.count}
          ref={dashboard}
          source={source}
          language={locale}
          sheet={begun.sheet}
          selections={begun.selections}
          onReady={setState}
          onSheet={(next) => {
            setState(next);
            void setSheet(next.sheet);
          }}
        />
      </div>
    </>
  );
}
