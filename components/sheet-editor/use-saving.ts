"use client";

import { useCallback, useRef, useState } from "react";
import { failureOf } from "../dashboards/failure";
import type { Draft } from "./model/draft";
import { sheetText } from "./model/yaml";
import type { EditorStore } from "./state/editor-store";
import type { SavedSheets, SheetEditorProps } from "./types";

export type Saving = { state: "idle" | "saving" | "saved" } | { state: "failed"; message: string };

/** Keeps the draft through the host, one save at a time; what fails is told and stays unsaved. */
export function useSaving(store: EditorStore, onSave: SheetEditorProps["onSave"]) {
  const [saving, setSaving] = useState<Saving>({ state: "idle" });
  const busy = useRef(false);

  const save = useCallback(async () => {
    if (!onSave || busy.current || !store.isDirty) return;
    busy.current = true;
    store.settle();
    const sent = store.draft;
    const sheets = sent.sheets.map(({ sheet, base }) => ({ sheet, text: sheetText(sheet, base) }));
    setSaving({ state: "saving" });
    try {
      await onSave({ sheets, ...difference(store.state().saved, sent) });
      store.markSaved(
        sent,
        sheets.map(({ sheet, text }) => ({ sheet, base: text })),
      );
      setSaving({ state: "saved" });
    } catch (error) {
      setSaving({ state: "failed", message: failureOf(error).message });
    } finally {
      busy.current = false;
    }
  }, [store, onSave]);

  return { saving, save };
}

function difference(before: Draft, now: Draft): Pick<SavedSheets, "changed" | "removed"> {
  const old = new Map(before.sheets.map((own) => [own.sheet.sheet, own]));
  const ids = new Set(now.sheets.map(({ sheet }) => sheet.sheet));
  return {
    changed: now.sheets
      .filter((own) => old.get(own.sheet.sheet)?.sheet !== own.sheet)
      .map(({ sheet }) => sheet.sheet),
    removed: [...old.keys()].filter((id) => !ids.has(id)),
  };
}
