"use client";

import { createContext, type RefObject, use, useSyncExternalStore } from "react";
import type { Material } from "../model/new-object";
import type { SheetEditorProps } from "../types";
import type { Actions } from "./actions";
import type { EditorState, EditorStore } from "./editor-store";

export interface Editor {
  store: EditorStore;
  actions: Actions;
  material: Material;
  languages: readonly string[];
  readOnly: boolean;
  check: SheetEditorProps["check"];
  /** The grid of the canvas, for what is dragged onto it. */
  grid: RefObject<HTMLElement | null>;
  /** Brings the properties of what is chosen into sight and focus. */
  showProperties(): void;
}

const EditorContext = createContext<Editor | null>(null);

export const EditorProvider = EditorContext.Provider;

export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (!editor) throw new Error("This part belongs inside a SheetEditor.");
  return editor;
}

/** A part of the editor's state; repaints only when that part changes. */
export function useEditorState<T>(pick: (state: EditorState, store: EditorStore) => T): T {
  const { store } = useEditor();
  const get = () => pick(store.state(), store);
  return useSyncExternalStore(store.subscribe, get, get);
}

export const useSheet = () => useEditorState((_, store) => store.sheet);
