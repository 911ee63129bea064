import fc from "fast-check";
import { expect, test } from "vitest";
import { Fingerprints } from "./fingerprints";
import { CHUNK_ROWS } from "./tap";

/** One of few parts and slots, so that they meet. */
const hash = fc
  .tuple(fc.constantFrom(0n, 1n, 511n), fc.constantFrom(0n, 5n), fc.bigInt(0n, 40n), fc.bigInt(0n, 3n))
  .map(([part, top, slot, low]) => (part << 55n) | (top << 32n) | (slot << 8n) | low);

function fingerprintsOf(hashes: readonly (bigint | null)[], rows: number): Fingerprints {
  const prints = Fingerprints.of(rows);
  if (!prints) throw new Error("No memory.");
  for (let from = 0; from < hashes.length; from += CHUNK_ROWS) {
    const chunk = hashes.slice(from, from + CHUNK_ROWS);
    const valid = new Uint8Array(Math.ceil(chunk.length / 64) * 8);
    for (const [i, one] of chunk.entries())
      if (one !== null) valid[i >> 3] = (valid[i >> 3] ?? 0) | (1 << (i & 7));
    const values = BigUint64Array.from(chunk, (one) => one ?? 7n);
    prints.add(new Uint8Array(values.buffer), chunk.includes(null) ? valid : null);
  }
  return prints;
}

function counted(hashes: readonly (bigint | null)[]) {
  const times = new Map<bigint, number>();
  for (const one of hashes) if (one !== null) times.set(one, (times.get(one) ?? 0) + 1);
  const several = [...times].flatMap(([one, n]) => (n > 1 ? [one] : []));
  return { once: times.size - several.length, several: new Set(several) };
}

test("hashes that meet are counted as a map counts them", () => {
  const all = fc.array(fc.option(hash, { nil: null, freq: 9 }), { maxLength: 3000, size: "max" });
  fc.assert(
    fc.property(all, (hashes) => {
      const prints = fingerprintsOf(hashes, 1_000_000);
      const found = prints.compare();
      expect({ once: found?.once, several: new Set(found?.several) }).toEqual(counted(hashes));
      expect(prints.count).toBe(hashes.filter((one) => one !== null).length);
    }),
    { numRuns: 100 },
  );
});

test("hashes all over their range, some of them twice", () => {
  let state = 88_172_645_463_325_252n;
  const random = () => {
    state = BigInt.asUintN(64, state ^ (state << 13n));
    state ^= state >> 7n;
    state = BigInt.asUintN(64, state ^ (state << 17n));
    return state;
  };
  const hashes = Array.from({ length: 100_000 }, random);
  hashes.push(...hashes.slice(0, 500), 0n, 2n ** 64n - 1n);
  const found = fingerprintsOf(hashes, hashes.length).compare();
  expect({ once: found?.once, several: new Set(found?.several) }).toEqual(counted(hashes));
});

test("a part that is full says so, and nothing is told of it", () => {
  const prints = fingerprintsOf(
    Array.from({ length: 400 }, () => 5n),
    65_536,
  );
  expect(prints.hasRoom).toBe(false);
  expect(prints.compare()).toBeNull();
});
