import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { MissingValues } from "@/server/bookmarks";
import type { Answer, BatchAnswer, Selections } from "@/server/platform/model";
import type { Sheet } from "@/server/templates/sheet-schema";
import type { ObjectContext } from "../../charts/port";
import type { Failure } from "../failure";
import { type SelectionAction, type SelectionState, startWith } from "./selection";

/** Figures that belong together: of one standpoint, from one generation. */
export interface Shown {
  context: ObjectContext;
  /** Object → key of its own choosing → answer. */
  answers: Record<string, Record<string, Answer>>;
  /** Sheets and objects with a condition → whether it holds. */
  shows: Record<string, boolean>;
  fields: BatchAnswer["fields"];
  generation: string;
}

/** The bookmark its reader went to last. */
export interface AtBookmark {
  id: string;
  name: string;
  /** The selections it left; while they are the present ones, this is where the reader stands. */
  selection: SelectionState;
  /** What of it is not there any more, until the reader has read that. */
  missing: MissingValues[];
  sheetGone: boolean;
}

/** What a dashboard shows now. Every member keeps its identity until it changes. */
export interface Snapshot {
  document: DashboardDocument | null;
  sheet: Sheet | null;
  /** The newest standpoint, ahead of `shown` while figures are on their way. */
  live: ObjectContext | null;
  shown: Shown | null;
  selection: SelectionState;
  /** Figures of a newer click are on their way. */
  stale: boolean;
  /** Why the document or the last click could not be answered. */
  failure: Failure | null;
  /** What was asked for and is not there: a sheet, a bookmark, a field to select in. All else goes on without it. */
  refused: Failure | null;
  /** Field whose list box is open above the sheet. */
  openField: string | null;
  /** The last change of the selections, counted, for what is said about it. */
  change: { action: SelectionAction | null; count: number };
  bookmark: AtBookmark | null;
}

/** Before anything was loaded. */
export function emptySnapshot(selections: Selections): Snapshot {
  return {
    document: null,
    sheet: null,
    live: null,
    shown: null,
    selection: startWith(selections),
    stale: false,
    failure: null,
    refused: null,
    openField: null,
    change: { action: null, count: 0 },
    bookmark: null,
  };
}
