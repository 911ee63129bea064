import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isoDate, isoTimestamp } from "./iso-date";

test("every day and instant from the year 0 to 9999 comes back as written", () => {
  const instant = fc.date({
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instant, (date) => {
      const text = date.toISOString();
      expect(isoTimestamp(text)).toBe(date.getTime() * 1000);
      expect(isoTimestamp(text.slice(0, 19).replace("T", " "))).toBe(Math.floor(date.getTime() / 1000) * 1e6);
      expect(isoDate(text.slice(0, 10))).toBe(Math.floor(date.getTime() / 86400e3));
    }),
    { numRuns: 2000 },
  );
});

describe("a text", () => {
  test.each([
    ["2024-02-29", 19782 * 86400e6],
    ["2024-02-29 12:30", (19782 * 86400 + 45000) * 1e6],
    ["2024-02-29T12:30:15.1234567", (19782 * 86400 + 45015) * 1e6 + 123456],
    ["2024-02-29T12:30:15+02:00", (19782 * 86400 + 45015 - 7200) * 1e6],
    ["2024-02-29 12:30:15.5 -0530", (19782 * 86400 + 45015 + 19800) * 1e6 + 500000],
    ["1969-12-31 23:59:59.999999", -1],
  ])("%s is an instant", (text, micros) => {
    expect(isoTimestamp(text)).toBe(micros);
  });

  test.each([
    "",
    "2023-02-29",
    "2024-13-01",
    "2024-00-10",
    "2024-1-1",
    "24-01-01",
    "2024/01/01",
    "2024-01-01x",
    "2024-01-01 25:00",
    "2024-01-01 12",
    "2024-01-01 12:60",
    "2024-01-01 12:30:60",
    "2024-01-01 12:30:",
    "2024-01-01 12:30:15.",
    "01.02.2024",
    "2024-01-01 12:30 PM",
    "2024-01-01 12:30:15 Europe/Berlin",
    "+2024-01-01",
    "2024-01-0１",
  ])("%j is none", (text) => {
    expect(isoTimestamp(text)).toBeNull();
  });
});
