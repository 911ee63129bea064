import type { ComponentType } from "react";
import type { DashboardDocument } from "@/server/apps/dashboard-document";
import type { Answer, CellValue, Question, Selections } from "@/server/platform/model";
import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";

/**
 * What a kind of sheet object is: the questions it needs answered, how it is drawn, and its figures as rows. The sheet
 * collects the questions of all its objects into one request per click.
 */
export interface ObjectKind {
  /** Drawn with the newest selections at once, before their figures are there: list boxes, inputs. */
  live?: boolean;
  /** Key of the object's own choosing → question. Pure: equal input, equal questions. */
  questions(object: SheetObject, context: ObjectContext): Record<string, Question>;
  /** Draws the answers inside `width` × `height`; title, menu, skeleton and errors are the frame's. */
  View: ComponentType<ObjectViewProps>;
  /** The same figures as rows, for the table view (T), screen readers and the CSV export. */
  table?(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): TableView;
  /** One sentence from the data: "Sales by month, highest September €1.03M, lowest December". */
  summary?(object: SheetObject, context: ObjectContext, answers: Record<string, Answer>): string;
}

/** All that an object may know beyond its own lines of the sheet. */
export interface ObjectContext {
  document: DashboardDocument;
  sheet: Sheet;
  /** The reader's language tag: texts and numbers. */
  locale: string;
  selections: Selections;
  locked: readonly string[];
  variables: Record<string, string | number>;
  /** Level of a drill dimension this object stands at, 0 for the first. */
  drillLevel(objectId: string): number;
  /** What the reader did to this object beside selecting: sort, page, open rows, search. */
  local?(objectId: string): Record<string, unknown>;
  /** Text in the reader's language; the tenant's, then English, where it is missing. */
  text(text: LocalText | undefined): string;
  /** A measure by its use: the sheet's library, then the template's, or the expression itself. */
  measure(use: MeasureUse): ResolvedMeasure;
  formats: Formats;
  /** The reader's texts of the namespace `charts`, for table and summary; English without it. */
  say?(key: string, values?: Record<string, string | number>): string;
}

export type LocalText = string | Record<string, string>;
export type MeasureUse = NonNullable<SheetObject["measure"]>;

export interface ResolvedMeasure {
  label: string;
  /** Expression for the engine. */
  value: string;
  /** Format of the sheet file, resolved: own, library's, else `number`. */
  format: ValueFormat;
  better: "higher" | "lower" | "none";
}

export interface ValueFormat {
  kind: "number" | "integer" | "money" | "percent" | "date" | "duration";
  digits?: number;
  currency?: string;
  pattern?: string;
  prefix?: string;
  suffix?: string;
}

/** Values as the reader writes them. Missing is "–", minus is U+2212. */
export interface Formats {
  /** `compact`: three significant digits from 10,000 on ("€10.2M"). */
  value(value: CellValue, format: ValueFormat, options?: { compact?: boolean }): string;
  /** Change against another figure: "+4.2 %", or "+1.0 pp" for percentages; null without a base. */
  change(now: CellValue, before: CellValue, format: ValueFormat): { text: string; sign: -1 | 0 | 1 } | null;
  /** A field's value, by the field's type and format. */
  field(value: CellValue, field: string): string;
}

export interface ObjectViewProps {
  object: SheetObject;
  context: ObjectContext;
  /** By the keys of `questions`; errors included. */
  answers: Record<string, Answer>;
  /** True while figures of a newer click are on their way. */
  stale: boolean;
  /** Inner size in px. */
  width: number;
  height: number;
  theme: "light" | "dark";
  /** The reader wants series told apart without color. */
  patterns?: boolean;
  /** Where the legend's words go: the header, beside the title. Without it the view writes them on a line of its own. */
  legend?: HTMLElement | null;
  actions: ObjectActions;
}

export interface ObjectActions {
  /** `toggle` adds or removes, `replace` sets; an empty list clears the field. */
  select(field: string, values: CellValue[], mode: "toggle" | "replace"): void;
  clear(field?: string): void;
  /** Goes one level down (selecting `value` on the way) or up. */
  drill(objectId: string, to: { down: CellValue } | "up"): void;
  /** Says something once to screen readers. */
  announce(text: string): void;
}

export interface TableView {
  columns: TableColumn[];
  /** `raw` for files, `text` as shown. `format`: of a row whose figures are of a measure of its own. */
  rows: { raw: CellValue[]; text: string[]; format?: ValueFormat }[];
  /** Over everything selected, recomputed; one cell per column. */
  totals?: { raw: CellValue[]; text: string[] };
  /** Rows there are beyond those shown, where they were cut. */
  rowCount?: number;
}

export interface TableColumn {
  label: string;
  numeric: boolean;
  /** Format of its figures. */
  format?: ValueFormat;
  /** The field its values are of. */
  field?: string | null;
}
