"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { FileKind, FileWish } from "../../exports/standing";
import { type Failure, failureOf } from "../failure";
import type { DashboardProps, FileOutcome, FileProgress } from "../source";
import type { DashboardStore } from "../state/store";
import { saveFile } from "./save";

/** The one file that is being made, or why the last one was not. */
export interface FileState {
  kind: FileKind | "png";
  progress: FileProgress | null;
  failure: Failure | null;
  /** It is there, and not all rows are in it. */
  cut: boolean;
}

export interface Files {
  state: FileState | null;
  /** Null where nothing makes files. A wish while another is made gives that up. */
  make: ((kind: FileKind, object?: string) => Promise<FileOutcome | null>) | null;
  /** Tells that one could not be made here, in the page. */
  failed(kind: FileState["kind"], error: unknown): void;
  cancel(): void;
}

/** Where nothing makes files. */
export const NO_FILES: Files = {
  state: null,
  make: null,
  failed: () => undefined,
  cancel: () => undefined,
};

/** Files of what the reader looks at, one at a time. */
export function useFiles(store: DashboardStore, props: DashboardProps, patterns: boolean): Files {
  const { source, language } = props;
  const [state, setState] = useState<FileState | null>(null);
  const flight = useRef<AbortController | null>(null);
  useEffect(() => () => flight.current?.abort(), []);

  function cancel(): void {
    flight.current?.abort();
    flight.current = null;
    setState(null);
  }

  async function make(kind: FileKind, object?: string): Promise<FileOutcome | null> {
    cancel();
    if (!store.snapshot().sheet || !source.file) return null;
    const own = new AbortController();
    flight.current = own;
    const begun: FileState = { kind, progress: null, failure: null, cut: false };
    const tell = (next: FileState | null) => flight.current === own && setState(next);
    tell(begun);
    try {
      const wish = await wishOf(store, { kind, object, language, patterns });
      if (!wish || own.signal.aborted) return null;
      const file = await source.file(wish, own.signal, (progress) => tell({ ...begun, progress }));
      if (own.signal.aborted) return null;
      saveFile(file.name, file.blob);
      tell(file.cut ? { ...begun, cut: true } : null);
      return { name: file.name, cut: file.cut };
    } catch (error) {
      if (own.signal.aborted) return null;
      const failure = failureOf(error);
      tell({ ...begun, failure });
      return { code: failure.code, message: failure.message };
    }
  }

  const able = source.file !== undefined;
  const run = useRef(make);
  const stop = useRef(cancel);
  useEffect(() => {
    run.current = make;
    stop.current = cancel;
  });
  return useMemo(
    () => ({
      state,
      make: able ? (kind, object) => run.current(kind, object) : null,
      failed: (kind, error) => setState({ kind, progress: null, failure: failureOf(error), cut: false }),
      cancel: () => stop.current(),
    }),
    [state, able],
  );
}

async function wishOf(
  store: DashboardStore,
  how: Pick<FileWish, "kind" | "object" | "language" | "patterns">,
): Promise<FileWish | null> {
  const { sheet, selection } = store.snapshot();
  if (!sheet) return null;
  const local = localOf(store);
  const { sets, variables = {} } = await store.wholeGround();
  return {
    ...(how.object === undefined ? {} : { object: how.object }),
    ...(how.language === undefined ? {} : { language: how.language }),
    ...(how.patterns ? { patterns: true } : {}),
    kind: how.kind,
    sheet: sheet.sheet,
    selections: selection.present.selections,
    locked: selection.locked,
    variables,
    ...(sets ? { sets } : {}),
    drill: selection.present.drill,
    local,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** Sort and open rows; a page or a search is of the screen only. */
function localOf(store: DashboardStore): FileWish["local"] {
  const kept = Object.entries(store.local).flatMap(([id, { sort, expanded }]) => {
    const own = { ...(sort ? { sort } : {}), ...(expanded ? { expanded } : {}) };
    return Object.keys(own).length > 0 ? [[id, own] as const] : [];
  });
  return Object.fromEntries(kept);
}
