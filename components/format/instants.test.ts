import { expect, test } from "vitest";
import { instants } from "./instants";

const BERLIN = instants("en-GB", "Europe/Berlin");
const at = (iso: string) => new Date(iso);

test("an hour that summer time skips is not written, and one that its end repeats is told apart by its zone", () => {
  expect(BERLIN.time(at("2026-03-29T00:59:59Z"))).toBe("01:59:59");
  expect(BERLIN.time(at("2026-03-29T01:00:00Z"))).toBe("03:00:00");
  const twice = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"].map((iso) => at(iso));
  expect(twice.map(BERLIN.time)).toEqual(["02:30:00", "02:30:00"]);
  expect(twice.map(BERLIN.zone)).toEqual(["CEST", "CET"]);
  expect(new Set(twice.map(BERLIN.full)).size).toBe(2);
});

test("the day is the zone's, not the runtime's", () => {
  const late = at("2026-06-30T22:30:00Z");
  expect(BERLIN.day(late)).toBe("1 Jul 2026");
  expect(instants("en-GB", "America/New_York").day(late)).toBe("30 Jun 2026");
  expect(instants("en-GB", "Pacific/Auckland").day(at("2026-09-26T13:00:00Z"))).toBe("27 Sept 2026");
});
