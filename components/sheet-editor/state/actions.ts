import { parse } from "yaml";
import { sheetObject, sheet as sheetSchema } from "@/server/templates/sheet-edit/schemas";
import type { Sheet, SheetObject } from "@/server/templates/sheet-schema";
import { type Draft, withSheet } from "../model/draft";
import { KIND_FACTS, type Kind } from "../model/kind-facts";
import { type Edges, moveBy, type Place, putAt, resizeBy } from "../model/layout";
import { type Material, newObject } from "../model/new-object";
import { addObject, type Clip, clipOf, orderByPlace, paste, removeObjects, reorder } from "../model/objects";
import { pieceText } from "../model/yaml";
import type { EditorStore } from "./editor-store";

/** What actions say and how they call things, in the reader's language. */
export interface Words {
  nameOf(object: SheetObject): string;
  say(key: string, values: Record<string, string | number>): string;
}

export type Actions = ReturnType<typeof actionsOf>;

/** Everything one can do to objects, by pointer or by key: each is one named step, and is said. */
export function actionsOf(store: EditorStore, material: () => Material, words: Words) {
  let copied: Clip | null = null;

  const say = (key: string, values: Record<string, string | number> = {}) =>
    store.say(words.say(key, values));
  const name = (ids: readonly string[]) => {
    const first = store.object(ids[0] ?? "");
    return ids.length === 1 && first ? words.nameOf(first) : words.say("several", { count: ids.length });
  };
  const objectsOf = (draft: Draft) =>
    draft.sheets.find(({ sheet }) => sheet.sheet === store.state().open)?.sheet.objects ?? [];

  /** Puts other objects on the open sheet, from the gesture's start on; says where the first stands now. */
  function place(
    key: "moved" | "resized",
    ids: readonly string[],
    gesture: string,
    next: SheetObject[] | null,
  ) {
    if (!next) return say("noRoom");
    const base = store.base(gesture);
    const label = { key, name: name(ids) };
    const before = objectsOf(base);
    const same = next.every((o, i) => o === before[i]);
    store.change(
      same ? base : withSheet(base, store.state().open, (s) => ({ ...s, objects: next })),
      label,
      gesture,
    );
    const object = store.object(ids[0] ?? "");
    if (!object) return;
    const [x, y, width, height] = object.at;
    const pushed = next.filter((o, i) => !ids.includes(o.id) && o !== before[i]).length;
    say(`${key}To`, { name: name(ids), column: x + 1, row: y + 1, width, height, pushed });
  }

  function move(ids: readonly string[], dx: number, dy: number, gesture: string) {
    place("moved", ids, gesture, moveBy(objectsOf(store.base(gesture)), ids, dx, dy));
  }

  function resize(id: string, edges: Edges, gesture: string) {
    const object = store.object(id);
    if (!object) return;
    const { least } = KIND_FACTS[object.kind];
    place("resized", [id], gesture, resizeBy(objectsOf(store.base(gesture)), id, edges, least));
  }

  function put(id: string, at: Place) {
    const object = store.object(id);
    if (!object) return;
    const next = putAt(objectsOf(store.draft), id, at, KIND_FACTS[object.kind].least);
    place("moved", [id], `put ${id}`, next);
  }

  /** Adds an object at a place or the first free one, and chooses it. In a gesture it may still wander. */
  function add(kind: Kind, at?: Place, gesture: string | null = null): string | null {
    const base = gesture ? store.base(gesture) : store.draft;
    const sheet = base.sheets.find((s) => s.sheet.sheet === store.state().open)?.sheet;
    const next = sheet ? addObject(sheet, newObject(kind, material()), at) : null;
    const object = next?.objects.at(-1);
    if (!next || !object) {
      say(sheet ? "full" : "noSheet");
      return null;
    }
    store.change(
      withSheet(base, next.sheet, () => next),
      { key: "added", name: words.nameOf(object) },
      gesture,
    );
    if (!gesture) store.choose([object.id]);
    say("addedAt", { name: words.nameOf(object), column: object.at[0] + 1, row: object.at[1] + 1 });
    return object.id;
  }

  function remove(ids: readonly string[]) {
    if (ids.length === 0) return;
    const label = { key: "removed", name: name(ids) };
    store.changeSheet((sheet) => removeObjects(sheet, ids), label);
    store.choose([]);
    say("removed", label);
  }

  function insert(clip: Clip, key: "pasted" | "duplicated"): readonly string[] {
    const sheet = store.sheet;
    const done = sheet ? paste(sheet, clip) : null;
    const isSound = done !== null && sheetSchema.safeParse(done.sheet).success;
    if (!done || !isSound) {
      say("full");
      return [];
    }
    const label = { key, name: words.say("several", { count: done.ids.length }) };
    store.changeSheet(() => done.sheet, label);
    store.choose(done.ids);
    say(key, label);
    return done.ids;
  }

  /** The chosen objects as YAML, for the clipboard; kept here too, for where the clipboard is closed. */
  function copy(ids: readonly string[]): string | null {
    const sheet = store.sheet;
    if (!sheet || ids.length === 0) return null;
    copied = clipOf(sheet, ids);
    say("copied", { name: name(ids) });
    return pieceText(copied);
  }

  return {
    move,
    resize,
    put,
    add,
    remove,
    copy,
    duplicate(ids: readonly string[]) {
      return store.sheet && ids.length > 0 ? insert(clipOf(store.sheet, ids), "duplicated") : [];
    },
    /** Pastes objects from the clipboard's text, else what was last copied here. */
    paste(text?: string) {
      const clip = (text === undefined ? null : clipFrom(text)) ?? copied;
      return clip ? insert(clip, "pasted") : [];
    },
    reorder(id: string, by: -1 | 1) {
      const object = store.object(id);
      if (!object || !store.sheet) return;
      store.changeSheet((sheet) => reorder(sheet, id, by), { key: "reordered", name: words.nameOf(object) });
      const at = store.sheet.objects.findIndex((o) => o.id === id);
      say("reorderedTo", { name: words.nameOf(object), at: at + 1, count: store.sheet.objects.length });
    },
    orderByPlace() {
      store.changeSheet(orderByPlace, { key: "ordered" });
    },
    undo() {
      const label = store.undo();
      if (label) say("undone", { step: words.say(`steps.${label.key}`, valuesOf(label)) });
    },
    redo() {
      const label = store.redo();
      if (label) say("redone", { step: words.say(`steps.${label.key}`, valuesOf(label)) });
    },
  };
}

export const valuesOf = ({ name = "", count = 0 }: { name?: string; count?: number }) => ({ name, count });

/** Objects in a text from the clipboard, ours or typed by hand; null where it holds none. */
export function clipFrom(text: string): Clip | null {
  if (text.length > 200_000 || !/\bkind:/.test(text)) return null;
  try {
    const value: unknown = parse(text, { maxAliasCount: 100 });
    const given = objectList(value);
    const objects = given.flatMap((o) => {
      const parsed = sheetObject.safeParse(o);
      return parsed.success ? [parsed.data] : [];
    });
    const measures = (value as { measures?: Sheet["measures"] } | null)?.measures;
    return objects.length > 0 && objects.length === given.length
      ? { objects, ...(measures && typeof measures === "object" ? { measures } : {}) }
      : null;
  } catch {
    return null;
  }
}

function objectList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return [];
  return "objects" in value && Array.isArray(value.objects) ? value.objects : [value];
}
