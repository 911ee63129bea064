import { expect, test } from "vitest";
import { minutesLeft } from "./minutes-left";

test("what is left of a view is told to the second, and never below nothing", () => {
  const now = new Date("2026-05-01T10:00:00.000Z");
  const after = (ms: number) => minutesLeft(new Date(now.getTime() + ms), now);
  expect([1_800_000, 65_000, 64_001, 9_000, 1, 0, -5_000].map(after)).toEqual([
    "30:00",
    "1:05",
    "1:05",
    "0:09",
    "0:01",
    "0:00",
    "0:00",
  ]);
});
