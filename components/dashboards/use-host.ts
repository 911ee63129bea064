"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { stateOf } from "./handle";
import type { DashboardProps } from "./source";
import type { Snapshot } from "./state/snapshot";
import type { DashboardStore } from "./state/store";

/** Tells the host what changes, and follows what the host wishes. */
export function useHost(store: DashboardStore, snapshot: Snapshot, props: DashboardProps): void {
  const { selection, sheet, shown, failure, refused } = snapshot;
  const ready = shown !== null;
  const tell = useEffectEvent((what: "onSelection" | "onSheet" | "onReady") =>
    props[what]?.(stateOf(store.snapshot())),
  );
  const tellError = useEffectEvent((error: NonNullable<Snapshot["failure"]>) =>
    props.onError?.({ kind: error.kind, code: error.code, message: error.message }),
  );
  const first = useRef(true);

  useEffect(() => {
    if (ready) tell("onReady");
  }, [ready]);

  useEffect(() => {
    if (!first.current && selection) tell("onSelection");
    first.current = false;
  }, [selection]);

  const sheetId = sheet?.sheet;
  useEffect(() => {
    if (sheetId !== undefined) tell("onSheet");
  }, [sheetId]);

  useEffect(() => {
    if (failure) tellError(failure);
  }, [failure]);

  useEffect(() => {
    if (refused) tellError(refused);
  }, [refused]);

  useEffect(() => {
    if (props.sheet !== undefined) store.openSheet(props.sheet);
  }, [store, props.sheet]);

  const wished = props.selections === undefined ? undefined : JSON.stringify(props.selections);
  const applied = useRef(wished);
  useEffect(() => {
    if (wished === undefined || wished === applied.current) return;
    applied.current = wished;
    store.select({ type: "set", selections: JSON.parse(wished) });
  }, [store, wished]);
}
