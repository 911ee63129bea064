import { expect, test } from "vitest";
import { testStore } from "@/db/factories";
import { systemClock } from "@/server/shared/clock";
import { createPlatformState } from "./state.store";

test("put keeps the id of the object with the same natural key, and tenants do not see each other", async () => {
  const state = createPlatformState(await testStore(), systemClock);
  const first = await state.put("ten_a", "group", "Sales", { n: 1 });
  const again = await state.put("ten_a", "group", "Sales", { n: 2 });
  expect(again.id).toBe(first.id);
  expect(await state.get("ten_a", "group", "Sales")).toMatchObject({ data: { n: 2 } });
  expect(await state.get("ten_b", "group", "Sales")).toBeNull();
  await state.deleteAll("ten_b");
  expect(await state.list("ten_a", "group")).toHaveLength(1);
});
