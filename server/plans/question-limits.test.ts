import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { makeTenant, testStore } from "@/db/factories";
import { questionLimits } from ".";

it("a tenant's questions have its plan's limits, another plan's within half a minute; without a plan there are none", async () => {
  const store = await testStore();
  let now = new Date("2026-03-15T12:00:00Z");
  const limits = questionLimits(store, { now: () => now, sleep: async () => undefined });
  const { id } = await makeTenant(store, { plan: "starter@1" });
  const starter = { memoryBytes: 256 * 1024 * 1024, timeoutMs: 20_000 };
  expect(await limits(id)).toEqual(starter);
  const { tenants: t } = store.tables;
  await store.tx((db) => db.update(t).set({ plan: "enterprise@1" }).where(eq(t.id, id)));
  now = new Date(now.getTime() + 29_999);
  expect(await limits(id)).toEqual(starter);
  now = new Date(now.getTime() + 1);
  expect(await limits(id)).toEqual({ memoryBytes: 448 * 1024 * 1024, timeoutMs: 60_000 });
  const other = await makeTenant(store, { plan: "gone@7" });
  expect(await limits(other.id)).toBeNull();
  expect(await limits("ten_unknown")).toBeNull();
});
