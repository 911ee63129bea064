import type { Branding } from "@/db/schema";
import type { OpenedBookmark } from "@/server/bookmarks";
import type { FieldType } from "@/server/platform/model";
import type { OwnSheetFacts } from "@/server/sheets";
import type { Sheet } from "@/server/templates";

/** Everything a dashboard needs before its first question: sheets, measures, fields, looks. Browser-safe. */
export interface DashboardDocument {
  app: { id: string; title: string; template: string; version: string };
  /** The generation that answers, and when its data were read. */
  generation: string;
  dataAt: string;
  /** In the template's order; those whose `show` is false are left out by the reader, not here. */
  sheets: Sheet[];
  /** The template's library; a sheet's own measures come before it. */
  measures: Record<string, DashboardMeasure>;
  /** By field name; fields of the published generation. */
  fields: Record<string, DashboardField>;
  /** Language tag of the tenant: texts and number formats, unless the viewer asks for another. */
  language: string;
  /** IANA name of the tenant's time zone, where it has one; else times are in the viewer's. */
  zone?: string;
  /** ISO code for `format: money` without a currency; null: plain numbers. */
  currency: string | null;
  tenant: { name: string };
  branding: Branding;
  /** What the branding sets on the dashboard's element: CSS variables. */
  look: Record<string, string>;
  /** Of `sheets`, those that people made, by id; the others are the template's and locked. */
  own?: Record<string, OwnSheetFacts>;
  /** The bookmark its reader starts with. */
  start?: OpenedBookmark;
}

export interface DashboardMeasure {
  /** Text, or text per language. */
  label: string | Record<string, string>;
  value: string;
  format?: unknown;
  better?: "higher" | "lower" | "none";
  description?: string | Record<string, string>;
}

export interface DashboardField {
  type: FieldType;
  /** The script's format: `YYYY-MM-DD`, `#,##0.00`. */
  format?: string;
  label?: string | Record<string, string>;
  /** The template's format of the field, as in a sheet: `money`, `{ kind, digits, … }`. Comes before `format`. */
  display?: unknown;
  description?: string | Record<string, string>;
  distinct: number;
  key: boolean;
}
