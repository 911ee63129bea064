import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { Batch, BatchAnswer, Selections } from "@/server/platform/model";

/** Where a reader stands when a file is asked for: everything that decides its figures. */
export interface Standing {
  sheet: string;
  /** One object of the sheet; without it the whole sheet. */
  object?: string;
  selections: Selections;
  locked: string[];
  variables: Record<string, string | number>;
  sets?: Record<string, Selections>;
  /** Level of each drilled object. */
  drill: Record<string, number>;
  /** Sort and open rows of objects, as the reader left them. */
  local: Record<string, Record<string, unknown>>;
  /** Language tag of the reader. */
  language?: string;
  /** IANA name of the reader's zone, for the times a file names. */
  zone: string;
  /** Series told apart without color. */
  patterns?: boolean;
}

export const FILE_KINDS = ["csv", "xlsx", "pdf"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export interface FileWish extends Standing {
  kind: FileKind;
  paper?: "a4" | "letter";
}

/** What a file is made from. Whoever gives it has decided what may be seen: nothing is read past it. */
export interface FileSource {
  document: DashboardDocument;
  ask(batch: Batch): Promise<BatchAnswer>;
  /** Now, as ISO text. */
  now: string;
  limits: FileLimits;
  /** Data address of the tenant's logo, PNG or JPEG. */
  logo?: string;
  onProgress?(done: number, of: number): void;
}

export interface FileLimits {
  /** Rows of one table, and cells of one file, at most; a file says where it was cut. */
  rows: number;
  cells: number;
}

export interface MadeFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
  /** Rows of figures in it. */
  rows: number;
  /** Not all rows of the data are in it. */
  cut: boolean;
}

/** One line of what is selected: "Region", "DACH, Nordics". */
export interface SelectedLine {
  field: string;
  values: string;
}
