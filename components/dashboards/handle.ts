import type { Selections } from "@/server/platform/model";
import { csvOf, fileName } from "./csv";
import type { Files } from "./files/use-files";
import { titleOf } from "./object-title";
import type { DashboardHandle, DashboardState, DashboardTheme } from "./source";
import type { Snapshot } from "./state/snapshot";
import type { DashboardStore } from "./state/store";
import type { Kinds } from "./state/wishes";

/** What a host is told: no figures, only where the reader stands. */
export function stateOf({ document, sheet, live, shown, selection }: Snapshot): DashboardState {
  const listed = document?.sheets.filter((s) => shown?.shows[`sheet ${s.sheet}`] !== false) ?? [];
  return {
    sheet: sheet?.sheet ?? "",
    sheets: listed.map((s) => ({ id: s.sheet, title: live?.text(s.title) ?? "" })),
    selections: selection.present.selections,
    locked: selection.locked,
    generation: shown?.generation ?? "",
  };
}

/** What a host may do. */
export function handleOf(
  store: DashboardStore,
  kinds: Kinds,
  setTheme: (theme: DashboardTheme | undefined) => void,
  files: Files,
): DashboardHandle {
  function select(first: string | Selections, values: Selections[string] = []): void {
    if (typeof first === "string") store.select({ type: "select", field: first, values, mode: "replace" });
    else store.select({ type: "fields", selections: first });
  }
  return {
    select,
    clear: (field) => store.select({ type: "clear", field }),
    openSheet: (sheet) => store.openSheet(sheet),
    getState: () => stateOf(store.snapshot()),
    setTheme,
    exportCsv: (id) => csvOfObject(store.snapshot(), kinds, id),
    exportPdf: async (id) => files.make?.("pdf", id) ?? null,
    refresh: () => store.refresh(),
  };
}

/** An object's figures as a file; null while there are none, or where it has no rows. */
export function csvOfObject({ shown }: Snapshot, kinds: Kinds, id: string) {
  const object = shown?.context.sheet.objects.find((o) => o.id === id);
  const answers = shown?.answers[id];
  const view = object && shown && answers && kinds[object.kind]?.table?.(object, shown.context, answers);
  if (!view || !shown || !object) return null;
  const { context } = shown;
  return { name: fileName(context.text(context.sheet.title), titleOf(object, context)), text: csvOf(view) };
}
