"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { TemplateDraft } from "@/server/templates";
import { ErrorState } from "../patterns/error-state";
import { Notice } from "../patterns/notice";
import { useMay } from "../providers/me";
import { useTRPC, useTRPCClient } from "../providers/trpc";
import { type SavedSheets, SheetEditor, type SheetFile } from "../sheet-editor";
import { Button } from "../ui/button";
import { Skeleton } from "../ui/small";
import { draftSource } from "./draft-source";

/**
 * The sheets of a template's draft in the sheet editor, over the figures of its last run on sample data.
 * @param onDirty told whether the editor holds changes that are not saved
 */
export function DraftSheets({ id, onDirty }: { id: string; onDirty?(dirty: boolean): void }) {
  const trpc = useTRPC();
  const draft = useQuery(trpc.templates.drafts.get.queryOptions({ id }));
  if (draft.error) return <ErrorState error={draft.error} onRetry={() => void draft.refetch()} />;
  if (!draft.data) return <Skeleton className="h-160" />;
  return <Loaded key={id} draft={draft.data} onDirty={onDirty} />;
}

function Loaded({ draft, onDirty }: { draft: TemplateDraft; onDirty?(dirty: boolean): void }) {
  const t = useTranslations("sheetEditor.draft");
  const mayAuthor = useMay("templates:author");
  const { opened, open, save, conflict, keepMine } = useDraftSaving(draft);
  const saver = useRef<(() => void) | null>(null);
  const [dirty, setDirty] = useState(false);
  useEffect(() => onDirty?.(dirty), [dirty, onDirty]);
  const source = useDraftSource(draft);
  const check = useExpressionCheck(draft);
  const { manifest } = draft;
  const material = useMemo(
    () => ({
      fields: manifest?.fields ?? [],
      measures:
        manifest?.measures.map(({ name, label, expression }) => ({ name, label, value: expression })) ?? [],
    }),
    [manifest],
  );

  // What somebody else, or the text editor beside, has saved meanwhile.
  const isNewer = draft.revision > opened.known;
  useEffect(() => {
    if (isNewer && !dirty) open(draft);
  }, [isNewer, dirty, draft, open]);

  const sheets = useMemo<SheetFile[]>(
    () => opened.draft.sheets.map(({ path, sheet }) => ({ sheet, text: opened.draft.texts[path] ?? null })),
    [opened.draft],
  );
  const shown = new Set(draft.sheets.map(({ path }) => path));
  const unreadable = Object.keys(draft.texts).filter(
    (path) => path.startsWith("sheets/") && !shown.has(path),
  );
  return (
    <div className="grid gap-3">
      {unreadable.length > 0 ? (
        <Notice tone="warning">{t("unreadable", { files: unreadable.join(", ") })}</Notice>
      ) : null}
      {conflict ? (
        <Notice
          tone="warning"
          live
          action={
            <span className="flex gap-2">
              <Button size="s" onClick={() => open(draft)}>
                {t("takeTheirs")}
              </Button>
              <Button
                size="s"
                onClick={() => {
                  keepMine();
                  saver.current?.();
                }}
              >
                {t("keepMine")}
              </Button>
            </span>
          }
        >
          {t("conflict")}
        </Notice>
      ) : null}
      <SheetEditor
        sheets={sheets}
        revision={opened.draft.revision}
        fields={material.fields}
        measures={material.measures}
        source={source}
        sourceMissing={t("noData")}
        readOnly={!mayAuthor}
        onSave={save}
        onDirty={setDirty}
        saver={saver}
        check={check}
      />
    </div>
  );
}

/** Saves sheets as files of the draft; what two have changed is kept back until one decides. */
function useDraftSaving(draft: TemplateDraft) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation(trpc.templates.drafts.save.mutationOptions());
  /** `draft` is what the editor began with, `known` the newest revision whose every change is in it. */
  const [opened, setOpened] = useState({ draft, known: draft.revision });
  /** Files whose newer revision is ours, or was looked at and decided over. */
  const own = useRef<Record<string, number>>({});
  /** Files of the save that was refused. */
  const [conflict, setConflict] = useState<string[] | null>(null);
  const key = trpc.templates.drafts.get.queryKey({ id: draft.id });

  const open = useCallback((next: TemplateDraft) => {
    own.current = {};
    setConflict(null);
    setOpened({ draft: next, known: next.revision });
  }, []);
  const keepMine = () => {
    for (const path of conflict ?? []) own.current[path] = draft.revision;
    setConflict(null);
  };
  async function save(saved: SavedSheets): Promise<void> {
    const texts = textsOf(draft, saved);
    const bases = Object.keys(texts).map((path) => own.current[path] ?? opened.known);
    const revision = bases.length > 0 ? Math.min(...bases) : opened.known;
    try {
      const next = await mutateAsync({ id: draft.id, revision, texts });
      setConflict(null);
      // Further ahead than by this save: others' changes are not in the editor yet, and are taken over next.
      if (next.revision <= opened.known + 1) setOpened((old) => ({ ...old, known: next.revision }));
      for (const path of Object.keys(texts)) own.current[path] = next.revision;
      queries.setQueryData(key, next);
    } catch (error) {
      if (isConflict(error)) {
        await queries.invalidateQueries({ queryKey: key });
        setConflict(Object.keys(texts));
      }
      throw error;
    }
  }
  return { opened, open, conflict, keepMine, save };
}

/** What a save of the editor writes, by path; null removes a file. */
function textsOf(draft: TemplateDraft, saved: SavedSheets): Record<string, string | null> {
  const paths = new Map(draft.sheets.map(({ path, sheet }) => [sheet.sheet, path]));
  const pathOf = (id: string) => paths.get(id) ?? `sheets/${id}.yaml`;
  const written = saved.sheets.filter(({ sheet }) => saved.changed.includes(sheet.sheet));
  return {
    ...Object.fromEntries(written.map(({ sheet, text }) => [pathOf(sheet.sheet), text])),
    ...Object.fromEntries(saved.removed.map((id) => [pathOf(id), null])),
  };
}

function isConflict(error: unknown): boolean {
  const data = (error as { data?: { app?: { code?: string } } } | null)?.data;
  return data?.app?.code === "templates.draft_conflict";
}

/** Figures of the app of the last good run; null before the first. */
function useDraftSource({ id, manifest }: TemplateDraft) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const trials = useQuery(trpc.templates.drafts.trials.queryOptions({ id }));
  const app = trials.data?.app;
  const [appId, generation] = [app?.id, app?.generation];
  const declared = JSON.stringify(manifest?.measures ?? []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another generation or other measures are another source, a saved sheet is none
  return useMemo(() => {
    if (!appId || !generation || !manifest) return null;
    return draftSource(appId, manifest, {
      document: (app, signal) => client.apps.dashboard.query({ id: app }, { signal }),
      ask: (app, batch, signal) => client.apps.ask.query({ id: app, ...batch }, { signal }),
    });
  }, [client, appId, generation, declared]);
}

function useExpressionCheck({ manifest }: TemplateDraft) {
  const client = useTRPCClient();
  const fields = JSON.stringify(manifest?.fields.map(({ name }) => name) ?? []);
  return useCallback(
    (expression: string, signal: AbortSignal) => {
      const names = JSON.parse(fields) as string[];
      return client.templates.checkExpression.query(
        { expression, ...(names.length > 0 ? { fields: names } : {}) },
        { signal },
      );
    },
    [client, fields],
  );
}
