import type { Schema } from "@/db/schema";
import type { CellValue, Selections } from "@/server/platform/model";

export type BookmarkRow = Schema["bookmarks"]["$inferSelect"];

/** A bookmark as its reader sees it in a list. What it selects is told when it is opened. Browser-safe. */
export interface Bookmark {
  id: string;
  name: string;
  /** Of the reader; else somebody shares it. */
  mine: boolean;
  shared: boolean;
  /** The reader may rename it, remove it, and take it back from the others. */
  changes: boolean;
  updatedAt: Date;
}

export interface BookmarkList {
  bookmarks: Bookmark[];
  /** The one the reader starts with. */
  start: string | null;
  /** The reader may share with all people who open the app. */
  shares: boolean;
}

/** A bookmark to go to: what of it is in the data the reader sees, and what is not. */
export interface OpenedBookmark {
  id: string;
  name: string;
  sheet: string | null;
  selections: Selections;
  locked: string[];
  variables: Record<string, string | number>;
  sets: Record<string, Selections>;
  drill: Record<string, number>;
  missing: MissingValues[];
}

/** Values that the data the reader sees no longer have. Of somebody else's bookmark only their number is told. */
export interface MissingValues {
  /** Null: somebody else selected in a field that the reader doesn't have. */
  field: string | null;
  /** The field itself is not there. */
  gone: boolean;
  count: number;
  /** At most 20 of them. */
  values: CellValue[];
}
