import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";
import { freeId } from "./draft";
import { KIND_FACTS } from "./kind-facts";
import { freePlace, LAST_ROW, type Place, settle } from "./layout";

/** The most objects a sheet may hold. */
export const MOST_OBJECTS = 60;

/** Objects that were copied, with the sheet's own measures they use. */
export interface Clip {
  objects: SheetObject[];
  measures?: Sheet["measures"];
}

/** Adds an object, at its place or the first free one; null where the sheet is full. */
export function addObject(sheet: Sheet, object: SheetObject, at?: Place): Sheet | null {
  if (sheet.objects.length >= MOST_OBJECTS) return null;
  const id = freeId(object.id, idsOf(sheet));
  const size = KIND_FACTS[object.kind].size;
  const added = { ...object, id, at: at ?? freePlace(sheet.objects, size) };
  const objects = settle([...sheet.objects, added], [id]);
  return objects ? { ...sheet, objects } : null;
}

export const removeObjects = (sheet: Sheet, ids: readonly string[]): Sheet => ({
  ...sheet,
  objects: sheet.objects.filter((o) => !ids.includes(o.id)),
});

/** What is copied when these objects are: in reading order, with the sheet's own measures they name. */
export function clipOf(sheet: Sheet, ids: readonly string[]): Clip {
  const objects = sheet.objects.filter((o) => ids.includes(o.id));
  const words = new Set(JSON.stringify(objects).match(/[a-z][a-z0-9-]*/g));
  const used = Object.entries(sheet.measures ?? {}).filter(([id]) => words.has(id));
  return { objects, ...(used.length > 0 ? { measures: Object.fromEntries(used) } : {}) };
}

/**
 * Puts copies under the sheet's last object, standing to each other as they did; measures it lacks come along.
 * @returns the sheet and the ids of the copies; null where they find no room
 */
export function paste(sheet: Sheet, { objects, measures }: Clip): { sheet: Sheet; ids: string[] } | null {
  if (objects.length === 0 || sheet.objects.length + objects.length > MOST_OBJECTS) return null;
  const top = Math.min(...objects.map(({ at }) => at[1]));
  const end = Math.max(0, ...sheet.objects.map(({ at }) => at[1] + at[3]));
  const taken = idsOf(sheet);
  const copies = objects.map((object): SheetObject => {
    const id = freeId(object.id, taken);
    taken.push(id);
    const [x, y, w, h] = object.at;
    return { ...object, id, at: [x, end + y - top, w, h] };
  });
  if (copies.some(({ at }) => at[1] > LAST_ROW)) return null;
  const own = { ...measures, ...sheet.measures };
  const next: Sheet = { ...sheet, objects: [...sheet.objects, ...copies] };
  return {
    sheet: measures ? { ...next, measures: own } : next,
    ids: copies.map(({ id }) => id),
  };
}

/** Moves an object earlier or later in the reading order. */
export function reorder(sheet: Sheet, id: string, by: -1 | 1): Sheet {
  const from = sheet.objects.findIndex((o) => o.id === id);
  const to = from + by;
  const [object, other] = [sheet.objects[from], sheet.objects[to]];
  if (!object || !other) return sheet;
  const objects = [...sheet.objects];
  objects[from] = other;
  objects[to] = object;
  return { ...sheet, objects };
}

/** Reading order as the objects stand: from the top, then from the left. */
export function orderByPlace(sheet: Sheet): Sheet {
  const objects = [...sheet.objects].sort((a, b) => a.at[1] - b.at[1] || a.at[0] - b.at[0]);
  return objects.every((o, i) => o === sheet.objects[i]) ? sheet : { ...sheet, objects };
}

const idsOf = (sheet: Sheet): string[] => sheet.objects.map((o) => o.id);
