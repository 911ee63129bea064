import { expect, test, vi } from "vitest";
import { Reclaim } from "./reclaim";

const MEBIBYTE = 1024 * 1024;

test("garbage is collected once for much that was dropped, and not for little", () => {
  vi.useFakeTimers();
  const collect = vi.fn();
  const reclaim = new Reclaim(collect);
  reclaim.dropped(60 * MEBIBYTE);
  vi.advanceTimersByTime(10_000);
  expect(collect).not.toHaveBeenCalled();
  reclaim.dropped(5 * MEBIBYTE);
  reclaim.dropped(500 * MEBIBYTE);
  vi.advanceTimersByTime(500);
  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(collect).toHaveBeenCalledOnce();
  reclaim.dropped(60 * MEBIBYTE);
  vi.advanceTimersByTime(10_000);
  expect(collect).toHaveBeenCalledOnce();
  vi.useRealTimers();
});
