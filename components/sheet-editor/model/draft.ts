import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";
import type { LocalText } from "../../charts/port";

/** A sheet being edited. */
export interface DraftSheet {
  sheet: Sheet;
  /** The text it was read from, so that its comments and order are kept; null for a new one. */
  base: string | null;
}

export interface Draft {
  /** In their order. */
  sheets: readonly DraftSheet[];
}

/** A field the template declares, or the app's data hold. */
export interface FieldChoice {
  name: string;
  label?: LocalText;
  type?: string;
  distinct?: number;
}

/** A measure of the template's library. */
export interface MeasureChoice {
  name: string;
  label?: LocalText;
  value?: string;
}

export const sheetOf = (draft: Draft, id: string): DraftSheet | undefined =>
  draft.sheets.find(({ sheet }) => sheet.sheet === id);

/** The draft with another version of one sheet. */
export function withSheet(draft: Draft, id: string, change: (sheet: Sheet) => Sheet): Draft {
  let changed = false;
  const sheets = draft.sheets.map((own) => {
    if (own.sheet.sheet !== id) return own;
    const sheet = change(own.sheet);
    changed ||= sheet !== own.sheet;
    return sheet === own.sheet ? own : { ...own, sheet };
  });
  return changed ? { sheets } : draft;
}

/** The draft with other objects on one sheet. */
export const withObjects = (
  draft: Draft,
  id: string,
  change: (objects: readonly SheetObject[]) => SheetObject[],
): Draft => withSheet(draft, id, (sheet) => ({ ...sheet, objects: change(sheet.objects) }));

/** `base`, or `base-2`, `base-3`, … : the first that nobody has; a slug of 63 letters at most. */
export function freeId(base: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  const stem = base.replace(/-\d+$/, "").slice(0, 56);
  for (let n = 1; ; n++) {
    const id = n === 1 ? stem : `${stem}-${n}`;
    if (!used.has(id)) return id;
  }
}

/** A title as an id: letters without marks, digits and single dashes; `fallback` where nothing is left. */
export function slugOf(title: string, fallback: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 56)
    .replace(/-+$/, "");
  return plain || fallback;
}
