import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Store } from "@/db/store";
import { openSqliteStore } from "@/db/store.sqlite";
import { systemClock } from "@/server/shared/clock";
import type { PlatformState } from "./port";
import { createPlatformState } from "./state.store";
import { createMemoryState } from "./testing/state";

let store: Store;
beforeAll(async () => {
  store = await openSqliteStore(":memory:");
});
afterAll(() => store.close());

describe.each<[string, () => PlatformState]>([
  ["in the database", () => createPlatformState(store, systemClock)],
  ["in memory", createMemoryState],
])("platform state %s", (_name, open) => {
  test("an object keeps its id when its data change", async () => {
    const state = open();
    const first = await state.put("a", "group", "g", { n: 1 });
    const second = await state.put("a", "group", "g", { n: 2 });
    expect(second).toEqual({ id: first.id, key: "g", data: { n: 2 } });
    expect(await state.get("a", "group", "g")).toEqual(second);
  });

  test("a tenant sees and deletes only its own", async () => {
    const state = open();
    await state.put("t1", "group", "g", { n: 1 });
    await state.put("t2", "group", "g", { n: 2 });
    await state.put("t2", "space", "s", {});
    expect((await state.list("t1", "group")).map((o) => o.data)).toEqual([{ n: 1 }]);
    await state.deleteAll("t2");
    expect(await state.list("t2", "space")).toEqual([]);
    expect(await state.get("t1", "group", "g")).not.toBeNull();
    await state.delete("t1", "group", "g");
    await state.delete("t1", "group", "g");
    expect(await state.get("t1", "group", "g")).toBeNull();
  });
});
