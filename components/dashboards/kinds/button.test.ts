import { expect, test } from "vitest";
import type { Bookmark, OpenedBookmark } from "@/server/bookmarks";
import { testContext } from "../../charts/testing/input";
import type { BookmarkSource } from "../source";
import { DashboardStore } from "../state/store";
import { run } from "./button";

const bookmark = (id: string, name: string, mine = true): Bookmark => ({
  id,
  name,
  mine,
  shared: !mine,
  changes: mine,
  updatedAt: new Date(0),
});

/** Bookmarks in memory: each selects its id in Region. */
function bookmarksOf(list: Bookmark[], open?: () => Promise<OpenedBookmark>): BookmarkSource {
  const never = () => Promise.reject(new Error("Not asked."));
  return {
    list: () => Promise.resolve({ bookmarks: list, start: null, shares: false }),
    open:
      open ??
      ((id) => {
        const name = list.find((b) => b.id === id)?.name ?? "";
        const kept = { sheet: null, locked: [], variables: { V: 2 }, sets: {}, drill: {}, missing: [] };
        return Promise.resolve({ id, name, selections: { Region: [id] }, ...kept });
      }),
    save: never,
    update: never,
    start: never,
    remove: never,
    restore: never,
  };
}

async function storeOf(): Promise<DashboardStore> {
  const { document, sheet } = testContext();
  const source = {
    document: () => Promise.resolve({ ...document, sheets: [sheet, { ...sheet, sheet: "other" }] }),
    ask: () => new Promise<never>(() => undefined),
  };
  const store = new DashboardStore({ source, kinds: {} });
  store.start();
  await Promise.resolve();
  return store;
}

test("a button goes to its bookmark by id or name, one's own before a shared one, then does the rest", async () => {
  const source = bookmarksOf([bookmark("a", "Spring", false), bookmark("b", "Spring"), bookmark("c", "b")]);
  for (const [name, selected] of [
    ["Spring", "b"],
    ["a", "a"],
    ["b", "b"],
  ] as const) {
    const store = await storeOf();
    await run([{ select: { Year: [2025] } }, { bookmark: name }, { sheet: "other" }], store, source);
    const { selection, sheet, refused } = store.snapshot();
    expect(selection.present.selections).toEqual({ Region: [selected], Year: [2025] });
    expect([sheet?.sheet, store.variables, refused]).toEqual(["other", { V: 2 }, null]);
  }
});

test("a bookmark that is gone, not one's to see, or not to be had is told; the rest is done, nothing else changes", async () => {
  const notFound = () => Promise.reject(Object.assign(new Error("No."), { code: "bookmark.not_found" }));
  const down = () => Promise.reject(new Error("Down."));
  const there = [bookmark("a", "Spring")];
  for (const [source, code] of [
    [bookmarksOf([]), "dashboards.bookmark_missing"],
    [bookmarksOf(there, notFound), "dashboards.bookmark_missing"],
    [bookmarksOf(there, down), "dashboard.failed"],
    [{ ...bookmarksOf(there), refused: "Not in a preview." }, "dashboards.bookmarks_refused"],
    [undefined, "dashboards.no_bookmarks"],
  ] as const) {
    const store = await storeOf();
    store.select({ type: "set", selections: { Region: ["x"] } });
    await run([{ bookmark: "Spring" }, { sheet: "other" }], store, source);
    const { refused, selection, sheet } = store.snapshot();
    expect(refused).toMatchObject({ code, part: "Spring" });
    expect([selection.present.selections, sheet?.sheet]).toEqual([{ Region: ["x"] }, "other"]);
    await run([{ clear: ["Region"] }], store, source);
    expect(store.snapshot().refused).toBeNull();
  }
});
