"use client";

import { createContext, use, useSyncExternalStore } from "react";
import type { Answer, Question } from "@/server/platform/model";
import type { ObjectActions } from "../charts/port";
import type { Files } from "./files/use-files";
import type { BookmarkSource, DashboardPart, DashboardTheme } from "./source";
import type { Snapshot } from "./state/snapshot";
import type { DashboardStore } from "./state/store";
import type { Kinds } from "./state/wishes";

export interface Runtime {
  store: DashboardStore;
  /** Absent where nobody is known to read. */
  bookmarks?: BookmarkSource;
  kinds: Kinds;
  actions: ObjectActions;
  /** Where what floats is put, so that it has the dashboard's theme and brand. */
  floor: HTMLElement | null;
  theme: DashboardTheme;
  /** By the dashboard's own width: 1100 px and more, 640 px and more, less. */
  width: "wide" | "medium" | "narrow";
  hide: ReadonlySet<DashboardPart>;
  /** Series are told apart without color too. */
  patterns: boolean;
  setPatterns(on: boolean): void;
  /** Files of what is looked at. */
  files: Files;
  /** Opens the search in all fields, or closes it. */
  setFinding(open: boolean): void;
  /** The answer of a question under no selection at all; undefined until known. */
  unselected(question: Question): Answer | undefined;
}

const RuntimeContext = createContext<Runtime | null>(null);

export const RuntimeProvider = RuntimeContext.Provider;

export function useRuntime(): Runtime {
  const runtime = use(RuntimeContext);
  if (!runtime) throw new Error("This part belongs inside a Dashboard.");
  return runtime;
}

/** A part of what the dashboard shows; repaints only when that part changes. */
export function useShown<T>(pick: (snapshot: Snapshot) => T): T {
  const { store } = useRuntime();
  const get = () => pick(store.snapshot());
  return useSyncExternalStore(store.subscribe, get, get);
}
