import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { DashboardPart } from "../dashboards/source";
import { EmbedFailure } from "./session";

/** What stands around the objects of a sheet: a single one has nothing of it. */
export const AROUND: readonly DashboardPart[] = ["tabs", "selections", "filters", "bookmarks", "toolbar"];

/** Columns of a sheet; the heights of objects count in the same cells. */
const COLUMNS = 24;

/**
 * The document with one object alone, as wide as its sheet and as high as it was. A bookmark its reader starts with
 * selects, and opens no sheet.
 * @throws EmbedFailure `embeds.object` where no sheet has it
 */
export function onlyObject(document: DashboardDocument, id: string): DashboardDocument {
  for (const sheet of document.sheets) {
    const object = sheet.objects.find((o) => o.id === id);
    if (!object) continue;
    const [, , , height] = object.at;
    const alone = { ...object, at: [0, 0, COLUMNS, height] as typeof object.at, show: undefined };
    const { start } = document;
    return {
      ...document,
      sheets: [{ ...sheet, show: undefined, objects: [alone] }],
      ...(start ? { start: { ...start, sheet: null } } : {}),
    };
  }
  throw new EmbedFailure(
    "embeds.object",
    `There is no object "${id}" in this app.`,
    "Take its id from the app's playground.",
    404,
  );
}
