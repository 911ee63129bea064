import { expect, test } from "vitest";
import type { Sheet } from "@/server/templates/sheet-schema";
import { EditorStore } from "./editor-store";

const sheet = (id: string): Sheet => ({
  sheet: id,
  format: 1,
  title: id,
  objects: [{ id: "k", kind: "kpi", at: [0, 0, 4, 3], measure: "sales" }],
});
const started = () =>
  new EditorStore([
    { sheet: sheet("a"), base: null },
    { sheet: sheet("b"), base: null },
  ]);
const titled = (store: EditorStore, title: string, gesture?: string) =>
  store.changeSheet((s) => ({ ...s, title }), { key: "title" }, gesture);

test("a draft is unsaved until what it holds has been saved, and again after undo", () => {
  const store = started();
  titled(store, "Sales");
  expect(store.isDirty).toBe(true);
  const sent = store.draft;
  store.markSaved(sent, sent.sheets);
  expect(store.isDirty).toBe(false);
  store.undo();
  expect(store.isDirty).toBe(true);
  store.redo();
  expect(store.sheet?.title).toBe("Sales");
});

test("what was typed while saving stays unsaved", () => {
  const store = started();
  titled(store, "Sales");
  const sent = store.draft;
  titled(store, "Sales and margin");
  store.markSaved(sent, sent.sheets);
  expect(store.isDirty).toBe(true);
  expect(store.sheet?.title).toBe("Sales and margin");
});

test("typing is one step until something else is chosen", () => {
  const store = started();
  titled(store, "S", "typing");
  titled(store, "Sa", "typing");
  store.choose(["k"]);
  titled(store, "Sal", "typing");
  expect(store.state().history.past).toHaveLength(2);
});

test("undo opens a sheet that is there and forgets objects that are gone", () => {
  const store = started();
  store.change({ sheets: [...store.draft.sheets, { sheet: sheet("c"), base: null }] }, { key: "sheetAdded" });
  store.openSheet("c");
  store.choose(["k"]);
  store.undo();
  expect(store.state()).toMatchObject({ open: "a" });
  expect(store.sheet?.sheet).toBe("a");
});
