"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useRef, useState } from "react";
import type { DashboardSource } from "../../dashboards/source";
import { ErrorState } from "../../patterns/error-state";
import { useTRPC, useTRPCClient } from "../../providers/trpc";
import { type SavedSheets, SheetEditor, type SheetFile } from "../../sheet-editor";
import { AlertDialog } from "../../ui/alert-dialog";
import { Button } from "../../ui/button";
import { Skeleton } from "../../ui/small";

/** A person's own sheet on the editor's canvas, over what they themselves may see of the app's data. */
export function OwnSheetEditor({
  id,
  source,
  onDone,
}: {
  id: string;
  source: DashboardSource;
  onDone(): void;
}) {
  const t = useTranslations("ownSheets");
  const leave = useTranslations("sheetEditor.leave");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const query = useQuery({ ...trpc.sheets.get.queryOptions({ id }), gcTime: 0, refetchOnWindowFocus: false });
  const first = query.data;
  const [dirty, setDirty] = useState(false);
  const [asking, setAsking] = useState(false);
  /** Revision of what is in the editor; it goes up by each save. */
  const revision = useRef(0);
  const sheets = useMemo<SheetFile[]>(() => {
    revision.current = first?.revision ?? 0;
    return first ? [{ sheet: first.sheet, text: null }] : [];
  }, [first]);
  async function save({ sheets: [saved] }: SavedSheets): Promise<void> {
    if (!saved) return;
    const next = await client.sheets.save.mutate({ id, revision: revision.current, sheet: saved.sheet });
    revision.current = next.revision;
    void queries.invalidateQueries(trpc.apps.dashboard.pathFilter());
  }
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!first) return <Skeleton className="h-160 rounded-3" />;
  return (
    <div className="grid gap-3">
      <div>
        <Button onClick={() => (dirty ? setAsking(true) : onDone())}>
          <ArrowLeft />
          {t("done")}
        </Button>
      </div>
      <SheetEditor
        single
        sheets={sheets}
        revision={id}
        fields={[]}
        measures={[]}
        source={source}
        onSave={save}
        onDirty={setDirty}
      />
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={leave("title")}
        confirm={leave("go")}
        cancel={leave("stay")}
        danger
        onConfirm={onDone}
      >
        {leave("body")}
      </AlertDialog>
    </div>
  );
}
