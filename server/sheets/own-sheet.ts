import type { Schema } from "@/db/schema";
import type { Reader } from "@/server/apps";
import type { Sheet } from "@/server/templates";

export type OwnSheetRow = Schema["ownSheets"]["$inferSelect"];

/** What a reader may know of a sheet that a person made. Browser-safe. */
export interface OwnSheetFacts {
  id: string;
  /** Of the reader; else somebody shares it. */
  mine: boolean;
  shared: boolean;
  /** The reader may edit, share, hand over and delete it. */
  changes: boolean;
  revision: number;
  /** Sheet of the template it began as a copy of. */
  copiedFrom: string | null;
  updatedAt: Date;
}

export interface OwnSheet extends OwnSheetFacts {
  /** As dashboards show it: its id is one no template has. */
  sheet: Sheet;
}

/** Id of a person's sheet among those of a dashboard. */
export const dashboardId = (id: string) => id.replace("_", "-");

export function factsOf({ owner, manages, writes }: Reader, row: OwnSheetRow): OwnSheetFacts {
  const { id, shared, revision, copiedFrom, updatedAt } = row;
  const mine = row.owner === owner;
  return { id, mine, shared, changes: writes && (mine || manages), revision, copiedFrom, updatedAt };
}

export function toOwnSheet(reader: Reader, row: OwnSheetRow): OwnSheet {
  // It was checked when it was written.
  const sheet = row.sheet as unknown as Sheet;
  return { ...factsOf(reader, row), sheet: { ...sheet, sheet: dashboardId(row.id) } };
}
