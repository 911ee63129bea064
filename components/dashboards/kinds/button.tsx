"use client";

import { useState } from "react";
import type { CellValue } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import type { ObjectKind, ObjectViewProps } from "../../charts/port";
import { goToNamed } from "../bookmarks/named";
import { titleOf } from "../object-title";
import { DashButton } from "../parts/dash-button";
import { useRuntime } from "../runtime";
import type { BookmarkSource } from "../source";
import type { SelectionAction } from "../state/selection";
import type { DashboardStore } from "../state/store";

type Action = NonNullable<SheetObject["do"]>[number];

function View({ object, context }: ObjectViewProps) {
  const { store, bookmarks } = useRuntime();
  const [busy, setBusy] = useState(false);
  async function press() {
    setBusy(true);
    await run(object.do ?? [], store, bookmarks);
    setBusy(false);
  }
  return (
    <div className="flex h-full items-start">
      <DashButton
        look="secondary"
        className="max-w-full"
        aria-disabled={busy || undefined}
        onClick={busy ? undefined : () => void press()}
      >
        <span className="truncate">{titleOf(object, context) || context.text(object.description)}</span>
      </DashButton>
    </div>
  );
}

/**
 * A bookmark comes first, and the others go on from there. Selections of all other actions are one step and one
 * request; variables and the sheet follow.
 */
export async function run(
  actions: readonly Action[],
  store: DashboardStore,
  bookmarks?: BookmarkSource,
): Promise<void> {
  store.refuse(null);
  for (const { bookmark } of actions) {
    if (bookmark !== undefined) await goToNamed(bookmark, store, bookmarks);
  }
  store.select(...actions.flatMap(selectionActions));
  for (const { set, sheet } of actions) {
    for (const [name, value] of Object.entries(set ?? {}))
      if (typeof value === "string" || typeof value === "number") store.setVariable(name, value);
    if (sheet !== undefined) store.openSheet(sheet);
  }
}

function selectionActions({ select, clear }: Action): SelectionAction[] {
  const selected = Object.entries(select ?? {}).map(
    ([field, value]): SelectionAction => ({
      type: "select",
      field,
      values: valuesOf(value),
      mode: "replace",
    }),
  );
  const fields = clear?.filter((f) => typeof f === "string") ?? [];
  const cleared: SelectionAction[] =
    clear && fields.length === 0 ? [{ type: "clear" }] : fields.map((field) => ({ type: "clear", field }));
  return [...selected, ...cleared];
}

const valuesOf = (value: unknown): CellValue[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (v) => typeof v === "string" || typeof v === "number" || typeof v === "boolean" || v === null,
  );

export const button: ObjectKind = { live: true, questions: () => ({}), View };
