import { expect, test } from "vitest";
import { Breath } from "./breath";
import { type Accumulator, scan } from "./scan";
import { codesFor } from "./tables";

const ROWS = 200_000;

function counting(): Accumulator {
  return { field: null, codes: codesFor(ROWS, 0), variant: 1, counts: new Uint32Array(1), folds: [] };
}

const pass = (accumulator: Accumulator) => ({
  rows: ROWS,
  all: 1,
  filters: [],
  marks: [],
  accumulators: [accumulator],
});

test("a pass goes over every row once, however often others get a word in", async () => {
  const counted = counting();
  let looks = 0;
  await scan(pass(counted), { take: () => (looks++ % 2 ? Promise.resolve() : null) });
  expect(counted.counts[0]).toBe(ROWS);
  expect(looks).toBeGreaterThan(4);
});

test("a withdrawn question's pass stops between two blocks", async () => {
  const counted = counting();
  let looks = 0;
  const withdrawn = new Error("withdrawn");
  const stopping = scan(pass(counted), { take: () => (++looks === 2 ? Promise.reject(withdrawn) : null) });
  await expect(stopping).rejects.toBe(withdrawn);
  expect(counted.counts[0]).toBeLessThan(ROWS / 2);
});

test("a breath tells that the question was withdrawn, after others had their turn", async () => {
  const question = new AbortController();
  const breath = new Breath(question.signal);
  const next = async () => {
    for (;;) {
      const pause = breath.take();
      if (pause) return pause;
    }
  };
  await next();
  setImmediate(() => question.abort(new Error("withdrawn")));
  await expect(next()).rejects.toThrow("withdrawn");
});
