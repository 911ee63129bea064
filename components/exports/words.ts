import { createFormatter, createTranslator } from "use-intl/core";
import type { ObjectContext } from "../charts/port";
import { fieldLabel } from "../dashboards/object-context";
import { localeOf } from "../dashboards/texts";
import dashboards from "../providers/i18n/messages/en/dashboards.json";
import type { SelectedLine } from "./standing";

/** Values of one field that are named; more are counted. */
const NAMED = 12;

export type FileSay = (key: keyof typeof dashboards.file, values?: Record<string, string | number>) => string;

/** The texts of files, in the reader's way to write numbers. */
export function fileWords(language: string): FileSay {
  return createTranslator({ locale: localeOf(language), messages: dashboards, namespace: "file" });
}

/** "31 Dec 2025, 06:12" in the reader's zone; the text itself where it is no time. */
export function timeText(iso: string, language: string, zone: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return createFormatter({ locale: localeOf(language), timeZone: zone }).dateTime(at, {
    dateStyle: "medium",
    timeStyle: "short",
  });
}

/** What is selected, field by field, in the order of selection. */
export function selectedLines(context: ObjectContext, say: FileSay): SelectedLine[] {
  return Object.entries(context.selections).map(([field, values]) => {
    const named = values.slice(0, NAMED).map((value) => context.formats.field(value, field));
    const more = values.length - named.length;
    return {
      field: fieldLabel(field, context),
      values: named.join(", ") + (more > 0 ? ` ${say("andMore", { count: more })}` : ""),
    };
  });
}
