import { expect, test } from "vitest";
import type { Bookmark, OpenedBookmark } from "@/server/bookmarks";
import type { Batch } from "@/server/platform/model";
import type { SheetObject } from "@/server/templates/sheet-schema";
import { testContext, testObject } from "../../charts/testing/input";
import { placeOf } from "../bookmarks/place";
import { kpi } from "../kinds/kpi";
import type { DashboardSource } from "../source";
import { stepSets } from "./named-sets";
import { NOTHING_SELECTED, type SelectionAction, select } from "./selection";
import { DashboardStore } from "./store";

const settled = () => new Promise<void>((done) => setImmediate(done));

/** A dashboard of one figure, whose source notes what it is asked; bookmarks select their own name in Region. */
async function showing(
  value: string,
  names: string[] = [],
  more: Partial<NonNullable<DashboardSource["bookmarks"]>> = {},
) {
  const { document, sheet } = testContext();
  const objects: SheetObject[] = [testObject({ kind: "kpi", measure: { value } })];
  const asked: Batch[] = [];
  const read = { lists: 0, opened: [] as string[] };
  const never = () => Promise.reject(new Error("Not asked."));
  const bookmarks = () =>
    names.map(
      (name): Bookmark => ({
        id: `bm_${name}`,
        name,
        mine: true,
        shared: false,
        changes: true,
        updatedAt: new Date(0),
      }),
    );
  const source: DashboardSource = {
    document: () => Promise.resolve({ ...document, sheets: [{ ...sheet, objects }] }),
    ask: (batch) => {
      asked.push(batch);
      return Promise.resolve({ generation: "g", answers: {}, fields: {} });
    },
    bookmarks: {
      list: () => {
        read.lists++;
        return Promise.resolve({ bookmarks: bookmarks(), start: null, shares: false });
      },
      open: (id) => {
        read.opened.push(id);
        const kept = { sheet: null, locked: [], variables: {}, sets: {}, drill: {}, missing: [] };
        return Promise.resolve({
          id,
          name: id,
          selections: { Region: [id] },
          ...kept,
        } satisfies OpenedBookmark);
      },
      save: never,
      update: never,
      start: never,
      remove: never,
      restore: never,
      ...more,
    },
  };
  const store = new DashboardStore({ source, kinds: { kpi } });
  store.start();
  await settled();
  return { store, asked, read, names };
}

const region = (value: string): SelectionAction => ({ type: "set", selections: { Region: [value] } });

test("an expression may name the reader's bookmarks, by name or id; each is read once", async () => {
  const value = "Sum({Spring} Sales) / Sum({[bm_Autumn sale]<Year=>} Sales) - Sum({$<Year={2024}>} Sales)";
  const { store, asked, read } = await showing(value, ["Spring", "Autumn sale", "Winter"]);
  const sets = { Spring: { Region: ["bm_Spring"] }, "bm_Autumn sale": { Region: ["bm_Autumn sale"] } };
  expect(asked).toMatchObject([{ sets }]);
  store.select(region("DACH"));
  await settled();
  expect(asked[1]).toMatchObject({ selections: { Region: ["DACH"] }, sets });
  expect(read).toEqual({ lists: 1, opened: ["bm_Spring", "bm_Autumn sale"] });
  expect(await store.wholeGround()).toMatchObject({ sets });
  expect(placeOf(store)).not.toHaveProperty("sets");
});

test("a sheet that names no bookmark asks at once and reads none", async () => {
  const { asked, read } = await showing("Sum({<Region={Spring}>} Sales)", ["Spring"]);
  expect(asked).toHaveLength(1);
  expect(asked[0]).not.toHaveProperty("sets");
  expect(read.lists).toBe(0);
});

test("a bookmark that is not there is left to the engine's words, and found once it was saved", async () => {
  const { store, asked, names } = await showing("Sum({Spring} Sales)");
  expect(asked[0]?.sets).toEqual({});
  names.push("Spring");
  store.bookmarksChanged();
  await settled();
  expect(asked[1]?.sets).toEqual({ Spring: { Region: ["bm_Spring"] } });
});

test("bookmarks that can't be read keep no figure away that names none of them", async () => {
  let fail = true;
  const list = () =>
    fail
      ? Promise.reject(new Error("Down."))
      : Promise.resolve({ bookmarks: [], start: null, shares: false });
  const { store, asked } = await showing("Sum({Spring} Sales)", [], { list });
  expect(asked[0]?.sets).toEqual({});
  fail = false;
  store.select(region("DACH"));
  await settled();
  expect(asked).toHaveLength(2);
});

test("an expression may name what was selected before, and after a step back what comes after", async () => {
  const { store, asked } = await showing("Sum(Sales) - Sum({$1} Sales) + Sum({$_1} Sales)");
  const last = () => asked.at(-1)?.sets;
  expect(last()).toEqual({ $1: {}, $_1: {} });
  store.select(region("A"));
  store.select(region("B"));
  expect(last()).toEqual({ $1: { Region: ["A"] }, $_1: { Region: ["B"] } });
  store.select({ type: "back" });
  expect(last()).toEqual({ $1: {}, $_1: { Region: ["B"] } });
  expect(placeOf(store)).not.toHaveProperty("sets");
  // The same selections again, after other ones: another answer.
  store.select(region("B"));
  expect(last()).toEqual({ $1: { Region: ["A"] }, $_1: { Region: ["B"] } });
  await settled();
});

test("more steps than there were are the first, before which nothing was selected, and the last", () => {
  const state = ["A", "B", "C"].reduce((all, value) => select(all, region(value)), NOTHING_SELECTED);
  expect(stepSets(["$2", "$9", "$_1", "Spring"], state)).toEqual({
    $2: { Region: ["A"] },
    $9: {},
    $_1: { Region: ["C"] },
  });
  const back = select(select(state, { type: "back" }), { type: "back" });
  expect(stepSets(["$_1", "$_2", "$_3"], back)).toEqual({
    $_1: { Region: ["B"] },
    $_2: { Region: ["C"] },
    $_3: { Region: ["C"] },
  });
});
