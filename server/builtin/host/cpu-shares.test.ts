import { expect, test } from "vitest";
import { CpuShares } from "./cpu-shares";

test("CPU time is shared by the questions that run, and none is counted twice or while nothing runs", () => {
  let used = 100;
  const shares = new CpuShares(() => used);
  used = 150;
  shares.begin(1);
  used = 250;
  shares.begin(2);
  used = 350;
  expect(shares.end(1)).toBe(150);
  used = 400;
  expect(shares.end(2)).toBe(100);
  expect(shares.end(3)).toBe(0);
});
