import type { PlaceInput } from "@/server/bookmarks/schemas";
import type { DashboardStore } from "../state/store";

/** Where the reader stands, as a bookmark keeps it. */
export function placeOf(store: DashboardStore): PlaceInput {
  const { sheet, selection } = store.snapshot();
  const { variables, sets } = store;
  const { selections, drill } = selection.present;
  return {
    ...(sheet ? { sheet: sheet.sheet } : {}),
    selections,
    ...(selection.locked.length > 0 ? { locked: selection.locked } : {}),
    ...(Object.keys(variables).length > 0 ? { variables } : {}),
    ...(sets ? { sets } : {}),
    ...(Object.keys(drill).length > 0 ? { drill } : {}),
  };
}
