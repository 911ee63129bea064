import { expect, test } from "vitest";
import { daysOf, ratesOf } from "./settings-model";

test("tax rates are read line by line, and the first wrong one is named", () => {
  expect(ratesOf("DE 19 7\n\nAT 20")).toEqual({
    rates: { DE: { standard: "19", reduced: "7" }, AT: { standard: "20" } },
  });
  expect(ratesOf("DE 19\nGermany 19")).toEqual({ wrong: 2 });
});

test("days of reminders are at most five, sorted, each once; anything else is none", () => {
  expect(daysOf("30, 7 14,7")).toEqual([7, 14, 30]);
  expect([daysOf(""), daysOf("0"), daysOf("7 x"), daysOf("1 2 3 4 5 6"), daysOf("366")]).toEqual([
    ...[null, null, null, null, null],
  ]);
});
