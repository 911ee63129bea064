import type { Ref } from "react";
import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { BookmarkList, OpenedBookmark } from "@/server/bookmarks";
import type { PlaceInput } from "@/server/bookmarks/schemas";
import type { Batch, BatchAnswer, Selections } from "@/server/platform/model";
import type { FileWish } from "../exports/standing";
import type { PreparedDashboard } from "./prepared";

/**
 * Where a dashboard gets its document and its figures: tRPC in the portal, plain requests in an embed, rows in memory
 * in the gallery. Both reject with an error that may carry `kind` and `code` (see `failureOf`).
 */
export interface DashboardSource {
  document(signal: AbortSignal): Promise<DashboardDocument>;
  /** Answers all questions of one click. An aborted request's answer is never looked at. */
  ask(batch: Batch, signal: AbortSignal): Promise<BatchAnswer>;
  /** Has a file made of what the reader looks at; absent where nothing makes files. An aborted one is given up. */
  file?(wish: FileWish, signal: AbortSignal, onProgress: (at: FileProgress) => void): Promise<ReadyFile>;
  /** What the reader keeps under names; absent where nobody is known to read. */
  bookmarks?: BookmarkSource;
}

/** Bookmarks of the reader in the app. All reject as `document` does. */
export interface BookmarkSource {
  /** Why nobody may look at them now: the button stays, and says so. */
  refused?: string;
  list(): Promise<BookmarkList>;
  open(id: string): Promise<OpenedBookmark>;
  save(name: string, place: PlaceInput): Promise<unknown>;
  update(id: string, changes: { name?: string; place?: PlaceInput; shared?: boolean }): Promise<unknown>;
  /** Which one the reader starts with; null: none. */
  start(id: string | null): Promise<unknown>;
  remove(id: string): Promise<unknown>;
  restore(id: string): Promise<unknown>;
}

/** A file for the reader to keep. */
export interface ReadyFile {
  name: string;
  blob: Blob;
  /** Not all rows are in it. */
  cut: boolean;
}

/** What came of a wish for a file: it was saved, or why not. */
export type FileOutcome = { name: string; cut: boolean } | { code: string; message: string };

/** A file on its way; `done` of `of` steps, whatever a step is. */
export interface FileProgress {
  done: number;
  of: number;
}

export type DashboardPart = "tabs" | "selections" | "filters" | "menu" | "bookmarks" | "toolbar";
export type DashboardTheme = "light" | "dark";

/** What a dashboard tells its host. */
export interface DashboardState {
  sheet: string;
  sheets: { id: string; title: string }[];
  selections: Selections;
  locked: string[];
  /** Generation of the shown figures; empty before the first. */
  generation: string;
}

export interface DashboardHandle {
  /** Sets a field's selection (an empty list clears it), or that of several fields as one step. */
  select(field: string, values: Selections[string]): void;
  select(selections: Selections): void;
  /** Clears one field, or all that are not locked. */
  clear(field?: string): void;
  /** Goes to a sheet by its id; unknown ids are ignored. */
  openSheet(sheet: string): void;
  getState(): DashboardState;
  /** Overrides the theme; undefined follows the page again. */
  setTheme(theme: DashboardTheme | undefined): void;
  /** An object's figures as CSV; null while it has none. */
  exportCsv(objectId: string): { name: string; text: string } | null;
  /**
   * Saves the open sheet, or one object of it, as PDF with the reader's files; null where nothing makes files, or
   * where it was given up.
   */
  exportPdf(objectId?: string): Promise<FileOutcome | null>;
  /** Asks everything again, for example after a reload. */
  refresh(): void;
}

export interface DashboardProps {
  /** Keep it stable between renders: another source starts the dashboard anew. */
  source: DashboardSource;
  /** The same dashboard, which has begun to ask already. */
  prepared?: PreparedDashboard | null;
  /** Language tag of the reader; default: the document's. */
  language?: string;
  /** Default: that of the page around it. */
  theme?: DashboardTheme;
  /** Id of the sheet to open; default: the first. A change opens that sheet. */
  sheet?: string;
  /** Selected at the start. A change (by value) is applied as one step. */
  selections?: Selections;
  hide?: readonly DashboardPart[];
  /** After each change of the selections or locks. */
  onSelection?(state: DashboardState): void;
  onSheet?(state: DashboardState): void;
  /** Once, when the first figures are on screen. */
  onReady?(state: DashboardState): void;
  /** When the document or a click could not be answered. */
  onError?(failure: { kind: string; code: string; message: string }): void;
  ref?: Ref<DashboardHandle>;
}
