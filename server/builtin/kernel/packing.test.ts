import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_RUN_WORDS, packRun, RUN_ROWS, unpackParts, unpackRuns } from "./packing";

function unpacked(words: Uint32Array): number[] {
  const all: number[] = [];
  unpackRuns(words, (values) => all.push(...values));
  return all;
}

function packed(values: readonly number[], hasNone = false): Uint32Array {
  const into = new Uint32Array(MOST_RUN_WORDS).fill(0xdeadbeef);
  return into.slice(0, packRun(Uint32Array.from(values), values.length, hasNone, into, 0));
}

const COUNTS = [0, 1, 2, 3, 5, 31, 32, 33, 63, 64, 65, 1000, 2047, RUN_ROWS];

test.each(Array.from({ length: 33 }, (_, width) => width))(
  "numbers of %i bits come out as they went in, however many",
  (width) => {
    const span = 2 ** width - 1;
    const bases = [0, 1, 2 ** 32 - 1 - span].filter((base) => base + span < 2 ** 32);
    for (const count of COUNTS)
      for (const base of bases) {
        const values = Array.from({ length: count }, (_, i) => base + ((i * 2654435761) % (span + 1)));
        if (count > 1) [values[0], values[count - 1]] = [base, base + span];
        const words = packed(values);
        expect(unpacked(words)).toEqual(values);
        if (count > 1) expect(words.length).toBe(2 + Math.ceil((count * width) / 32));
      }
  },
);

const numbers = fc.array(fc.oneof(fc.constant(0), fc.nat(9), fc.integer({ min: 0, max: 2 ** 32 - 1 })), {
  maxLength: 200,
});

test("any numbers come out as they went in, one run behind the other", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(numbers, fc.boolean()), { maxLength: 5 }), (runs) => {
      const into = new Uint32Array(MOST_RUN_WORDS * 5);
      let at = 0;
      for (const [values, hasNone] of runs)
        at = packRun(Uint32Array.from(values), values.length, hasNone, into, at);
      expect(unpacked(into.subarray(0, at))).toEqual(runs.flatMap(([values]) => values));
    }),
  );
});

test("NULL among numbers far from it costs no width", () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i % 3 ? 2 ** 31 + (i % 15) : 0));
  const words = packed(values, true);
  expect(unpacked(words)).toEqual(values);
  expect(words.length).toBe(2 + Math.ceil((1000 * 4) / 32));
  expect(unpacked(packed([0, 0, 0], true))).toEqual([0, 0, 0]);
});

test("runs that are cut off are refused", () => {
  const words = packed([1, 2, 3, 400]);
  expect(() => unpacked(words.slice(0, -1))).toThrow("cut off");
});

test.each([
  [1, 0, 8],
  [2, 5, 11],
  [4, 0, 32],
  [4, 17, 13],
] as const)("of words of %i bytes the bits from %i on come out, %i of them", (bytes, shift, bits) => {
  const rows = 3 * RUN_ROWS + 5;
  const words = Array.from({ length: rows }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> (32 - bytes * 8));
  const held = new Uint8Array(Math.ceil((rows * bytes) / 4) * 4);
  const view = new DataView(held.buffer);
  for (const [i, word] of words.entries())
    for (let byte = 0; byte < bytes; byte++) view.setUint8(i * bytes + byte, (word >>> (byte * 8)) & 0xff);
  const found: number[] = [];
  unpackParts(new Uint32Array(held.buffer), rows, { bytes, shift, bits }, (values) => found.push(...values));
  expect(found).toEqual(words.map((word) => Math.floor(word / 2 ** shift) % 2 ** bits));
  expect(() =>
    unpackParts(new Uint32Array(held.buffer), rows + 4, { bytes, shift, bits }, () => {}),
  ).toThrow();
});
