"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useState } from "react";
import { errorText, publicError } from "../../patterns/error-state";
import { useMay } from "../../providers/me";
import { useTRPC } from "../../providers/trpc";
import type { RouterOutputs } from "../../providers/types";
import type { Known } from "../../script-editor/known";
import { notify } from "../../ui/toast";
import { type Edits, keepEdits, storedEdits, withEdit } from "./edits";

export type Draft = RouterOutputs["templates"]["drafts"]["get"];
export type Issue = Draft["issues"][number];

/** Pause in typing after which the server is asked what is wrong. */
const CHECK_AFTER_MS = 350;
const LANGUAGE_STALE_MS = 3_600_000;

/** Files two people changed, and what the other one saved. */
export interface Conflict {
  paths: string[];
  theirs: Draft;
}

/** What a person works on: the saved draft, their own changes over it, and what is wrong in both together. */
export function useDraft(id: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const t = useTranslations("authoring.actions");
  const mayAuthor = useMay("templates:author");
  const options = trpc.templates.drafts.get.queryOptions({ id });
  const query = useQuery(options);
  const language = useQuery(
    trpc.templates.drafts.language.queryOptions(undefined, { staleTime: LANGUAGE_STALE_MS }),
  );
  const draft = query.data;
  const [edits, setEdits] = useState<Edits>({});
  const [restored, setRestored] = useState(false);
  const [conflict, setConflict] = useState<Conflict | null>(null);

  useEffect(() => {
    const kept = storedEdits(id);
    if (Object.keys(kept).length === 0) return;
    setEdits(kept);
    setRestored(true);
  }, [id]);
  useEffect(() => keepEdits(id, edits), [id, edits]);

  const texts = useMemo(() => merged(draft?.texts ?? {}, edits), [draft, edits]);
  const dirty = useMemo(
    () => Object.keys(edits).filter((path) => edits[path]?.text !== (draft?.texts[path] ?? null)),
    [draft, edits],
  );
  const settled = useSettled(edits, CHECK_AFTER_MS);
  const checking = useQuery(
    trpc.templates.drafts.check.queryOptions(
      { id, texts: Object.fromEntries(Object.entries(settled).map(([path, edit]) => [path, edit.text])) },
      { enabled: Boolean(draft) && dirty.length > 0, placeholderData: (shown) => shown },
    ),
  );
  const checked = dirty.length > 0 ? (checking.data ?? draft) : draft;

  const revision = draft?.revision ?? 0;
  const edit = useCallback(
    (path: string, text: string | null) => setEdits((now) => withEdit(now, path, text, revision)),
    [revision],
  );
  const drop = useCallback((paths: string[]) => {
    setEdits((now) => Object.fromEntries(Object.entries(now).filter(([path]) => !paths.includes(path))));
  }, []);
  const taken = useCallback(
    (saved: Draft, sent: Edits) => {
      queries.setQueryData(options.queryKey, saved);
      // What was typed while the save was under way stays, now upon what was saved.
      setEdits((now) =>
        Object.fromEntries(
          Object.entries(now)
            .filter(([path, kept]) => kept.text !== sent[path]?.text)
            .map(([path, kept]) => [path, { ...kept, base: saved.revision }]),
        ),
      );
      setRestored(false);
    },
    [queries, options.queryKey],
  );
  const mutation = useMutation(trpc.templates.drafts.save.mutationOptions());
  /** @returns the saved draft; null where it could not be saved, and the person was told */
  const save = useCallback(
    async (over?: number): Promise<Draft | null> => {
      const sent = Object.fromEntries(Object.entries(edits).filter(([path]) => dirty.includes(path)));
      if (!draft || Object.keys(sent).length === 0) return draft ?? null;
      const base = over ?? Math.min(...Object.values(sent).map((e) => e.base));
      const changes = Object.fromEntries(Object.entries(sent).map(([path, e]) => [path, e.text]));
      try {
        const saved = await mutation.mutateAsync({ id, revision: base, texts: changes });
        taken(saved, sent);
        setConflict(null);
        return saved;
      } catch (error) {
        if (publicError(error).code === "templates.draft_conflict") {
          const theirs = await queries.fetchQuery({ ...options, staleTime: 0 });
          const both = Object.keys(sent).filter((path) => theirs.texts[path] !== sent[path]?.text);
          setConflict({ paths: both, theirs });
        } else
          notify({
            ...{ kind: "error", title: t("saveFailed"), description: errorText(error) },
            requestId: publicError(error).requestId,
          });
        return null;
      }
    },
    [draft, edits, dirty, id, mutation, options, queries, taken, t],
  );
  const known = useMemo<Known | null>(
    () => (language.data ? { language: language.data, manifest: checked?.manifest ?? null } : null),
    [language.data, checked?.manifest],
  );
  return {
    ...{ id, draft, query, texts, dirty, edit, drop, save, saving: mutation.isPending, restored },
    ...{ conflict, closeConflict: () => setConflict(null), known, readOnly: !mayAuthor },
    issues: checked?.issues ?? [],
    /** Takes over a draft that another verb answered with. */
    accept: (next: Draft) => queries.setQueryData(options.queryKey, next),
  };
}

export type DraftWork = ReturnType<typeof useDraft>;

function merged(texts: Record<string, string>, edits: Edits): Record<string, string> {
  const all: Record<string, string> = { ...texts };
  for (const [path, { text }] of Object.entries(edits)) {
    if (text === null) delete all[path];
    else all[path] = text;
  }
  return all;
}

/** The value once it has not changed for a while. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
