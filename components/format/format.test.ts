import fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, formatSpan } from "./duration";
import { formatBytes, formatCompact, formatCount, formatPercent } from "./quantity";

const plain = (text: string) => text.replaceAll("\u00a0", " ").replaceAll("\u202f", " ");

test.each([
  [0, "0.00 s"],
  [410, "0.41 s"],
  [10_600, "10.6 s"],
  [59_960, "1 min 00 s"],
  [65_000, "1 min 05 s"],
  [4 * 3_600_000 + 12 * 60_000, "4 h 12 min"],
  [6 * 86_400_000, "6 d"],
  [-500, "0.00 s"],
])("%d ms of work is written as %s", (ms, text) => {
  expect(plain(formatDuration("en-GB", ms))).toBe(text);
});

test.each([
  [8_400, "8 s"],
  [9 * 60_000, "9 min"],
  [4 * 3_600_000, "4 h"],
  [26 * 3_600_000, "1 d"],
])("an age of %d ms is written as %s", (ms, text) => {
  expect(plain(formatSpan("en-GB", ms))).toBe(text);
});

test("decimals, groups and percent follow the reader's locale", () => {
  expect(plain(formatDuration("de-DE", 410))).toBe("0,41 s");
  expect(formatCount("de-DE", 4356466)).toBe("4.356.466");
  expect(formatCount("en-GB", 4356466)).toBe("4,356,466");
  expect(plain(formatPercent("de-DE", 0.56))).toBe("56 %");
  expect(formatPercent("en-GB", 0.56)).toBe("56%");
  // The letter case differs between versions of the locale data.
  expect(formatCompact("en-GB", 412_000)).toMatch(/^412k$/i);
});

test("bytes are written in decimal units", () => {
  expect(plain(formatBytes("en-GB", 0))).toBe("0 B");
  expect(plain(formatBytes("en-GB", 1_400_000))).toBe("1.4 MB");
  expect(plain(formatBytes("fr-FR", 1_400_000))).toBe("1,4 Mo");
  expect(plain(formatBytes("en-GB", 812_000_000_000_000_000))).toMatch(/TB$/);
});

test("nothing says 100 % before it is all", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999999, noNaN: true }), (share) => {
      expect(formatPercent("en-GB", share)).not.toBe("100%");
    }),
  );
  expect(formatPercent("en-GB", 1)).toBe("100%");
});
