import type { OpenedBookmark } from "@/server/bookmarks";
import { type SelectionAction, select } from "./selection";
import type { Snapshot } from "./snapshot";

/**
 * Where a bookmark leads from a standpoint: its selections as one step, its sheet where that is there.
 * @param first a start is nothing to step back from, and nothing that is said aloud
 */
export function goneTo(
  opened: OpenedBookmark,
  at: Snapshot,
  first: boolean,
): Pick<Snapshot, "document" | "sheet" | "selection" | "change" | "bookmark"> & Partial<Snapshot> {
  const sheet = at.document?.sheets.find((s) => s.sheet === opened.sheet);
  const { id, name, missing, locked, selections, drill } = opened;
  const action: SelectionAction = { type: "place", name, place: { selections, drill }, locked };
  const gone = select(at.selection, action);
  const selection = first ? { ...gone, past: [] } : gone;
  return {
    document: at.document,
    sheet: at.sheet,
    selection,
    change: first ? at.change : { action, count: at.change.count + 1 },
    bookmark: { id, name, selection, missing, sheetGone: opened.sheet !== null && !sheet },
    ...(sheet ? { sheet, openField: null } : {}),
  };
}
