import type { Sheet } from "@/server/templates/sheet-schema";
import type { DashboardSource } from "../dashboards";
import type { FieldChoice, MeasureChoice } from "./model/draft";

/** A sheet as the editor takes it and gives it back. */
export interface SheetFile {
  sheet: Sheet;
  /** Its YAML, with comments; null for one that has no file yet. */
  text: string | null;
}

export interface SavedSheets {
  /** Every sheet of the draft, in its order, with its text. */
  sheets: { sheet: Sheet; text: string }[];
  /** Ids of those that are new or differ from what was last saved, and of those that are gone. */
  changed: string[];
  removed: string[];
}

/** What is wrong with an expression; line and column count from 1, within it. */
export interface ExpressionFault {
  line: number;
  column: number;
  message: string;
}

export interface SheetEditorProps {
  /** What is edited; another `revision` starts anew. */
  sheets: readonly SheetFile[];
  revision?: string | number;
  /** Fields and measures the template declares; where it declares none, all that the data hold. */
  fields: readonly FieldChoice[];
  measures: readonly MeasureChoice[];
  /** Figures for the canvas; null while there is no app that could answer. Keep it stable between renders. */
  source: DashboardSource | null;
  /** Said over the canvas while there is no source. */
  sourceMissing?: string;
  /** Sheet to open first. */
  open?: string;
  /** Languages that titles are written in, the first being the usual one. */
  languages?: readonly string[];
  readOnly?: boolean;
  /** There is one sheet, and no others are made here. */
  single?: boolean;
  /** Whether the host keeps the order of the sheets. */
  ordered?: boolean;
  /** Keeps what was edited. A rejection's message is shown, and nothing is lost. */
  onSave?(saved: SavedSheets): Promise<void>;
  onDirty?(dirty: boolean): void;
  /** Filled with a way to save what is in the editor now, for a host that has to ask something first. */
  saver?: { current: (() => void) | null };
  /** Looks for mistakes in an expression, as the server would. */
  check?(expression: string, signal: AbortSignal): Promise<ExpressionFault | null>;
}
