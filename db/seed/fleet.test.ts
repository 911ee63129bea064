import { expect, it } from "vitest";
import { testStore } from "../factories";
import { insertFleet } from "./fleet";

it("a fleet has as many tenants as asked for, each with a slug of its own, most of them active", async () => {
  const store = await testStore();
  await insertFleet(store, 1_001);
  const rows = await store.read.select().from(store.tables.tenants);
  expect(rows).toHaveLength(1_001);
  expect(new Set(rows.map((r) => r.slug)).size).toBe(1_001);
  for (const { slug } of rows) expect(slug).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
  expect(rows.filter((r) => r.state === "active").length).toBeGreaterThan(800);
  await store.close();
});
