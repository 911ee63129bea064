import { expect, test } from "vitest";
import { newId } from "./ids";

test("lines of the audit within a millisecond sort by creation", () => {
  const ids = Array.from({ length: 2000 }, () => newId("audit", 1_800_000_000_000));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(newId("audit", 1_800_000_000_001) > (ids.at(-1) ?? "")).toBe(true);
  for (const id of ids) expect(id).toMatch(/^aud_[0-9a-hj-km-np-tv-z]{22}$/);
});
