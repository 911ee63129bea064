import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("where there is no such memory nothing is counted, and nobody asks again", async () => {
  const Memory = vi.fn(function refuse() {
    throw new RangeError("could not allocate memory");
  });
  vi.stubGlobal("WebAssembly", { Memory });
  const { Fingerprints } = await import("./fingerprints");
  const { SetCounter } = await import("./set-counter");
  const { PrintCounter } = await import("./many-values");
  expect(Fingerprints.of(1000)).toBeNull();
  const counter = new SetCounter(1000, false);
  expect([counter.hasRoom, counter.found(), counter.values().length]).toEqual([false, null, 0]);
  expect(await new PrintCounter(1000).found({} as never, "T t", "t.a")).toBeNull();
  expect(Memory).toHaveBeenCalledTimes(1);
});
